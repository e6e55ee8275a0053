@{
    RootModule           = 'OpenShiftImage.dll'
    # Loaded before anything else: beside another version of the module it fails here, and says which versions are at odds. The types file
    # comes before the root module, and names types of it.
    RequiredAssemblies   = @('OpenShiftImage.Client.dll', 'OpenShiftImage.dll')
    ModuleVersion        = '0.1.0'
    GUID                 = '5f0f3c1e-6a0b-4d0e-9c55-0d7b0f3a9a41'
    Author               = 'OpenShiftImage contributors'
    CompanyName          = 'OpenShiftImage contributors'
    Copyright            = '(c) OpenShiftImage contributors. MIT licence.'
    Description          = 'OpenShift''s Image API (image.openshift.io/v1) for PowerShell: list, watch, get, create, replace, patch and delete Images as typed objects, page by page, with selectors, server-side dry run, field managers and field validation.'
    PowerShellVersion    = '7.4'
    CompatiblePSEditions = @('Core')
    TypesToProcess       = @('OpenShiftImage.Types.ps1xml')
    FormatsToProcess     = @('OpenShiftImage.Format.ps1xml')
    FunctionsToExport    = @()
    VariablesToExport    = @()
    AliasesToExport      = @()
    # With commas: an array that is written line by line alone takes the engine 5 ms longer to convert.
    CmdletsToExport      = @(
        'Compare-OSImage',
        'Connect-OSImageCluster',
        'ConvertFrom-OSImageYaml',
        'ConvertTo-OSImageSarif',
        'ConvertTo-OSImageYaml',
        'Disconnect-OSImageCluster',
        'Export-OSImage',
        'Export-OSImageReport',
        'Get-OSImage',
        'Get-OSImageBase',
        'Get-OSImageCluster',
        'Get-OSImageUsage',
        'Import-OSImage',
        'Measure-OSImage',
        'New-OSImage',
        'Remove-OSImage',
        'Set-OSImage',
        'Test-OSImage',
        'Update-OSImage',
        'Wait-OSImage',
        'Watch-OSImage'
    )
    PrivateData          = @{
        PSData = @{
            Tags         = @('OpenShift', 'Kubernetes', 'Container', 'Image', 'Registry', 'PSEdition_Core', 'Windows', 'Linux', 'MacOS')
            LicenseUri   = 'https://opensource.org/license/mit'
            ProjectUri   = 'https://www.powershellgallery.com/packages/OpenShiftImage'
            ReleaseNotes = 'The first version: list, watch, wait, create, replace, patch, delete, import and export of Images. CHANGELOG.md in the sources has the details.'
        }
    }
}
