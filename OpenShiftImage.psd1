@{
    RootModule           = 'OpenShiftImage.dll'
    ModuleVersion        = '0.1.0'
    GUID                 = '5f0f3c1e-6a0b-4d0e-9c55-0d7b0f3a9a41'
    Author               = 'OpenShiftImage contributors'
    CompanyName          = 'OpenShiftImage contributors'
    Copyright            = '(c) OpenShiftImage contributors. MIT licence.'
    Description          = 'OpenShift''s Image API (image.openshift.io/v1) for PowerShell: list, watch, get, create, replace, patch and delete Images as typed objects, page by page, with selectors, server-side dry run, field managers and field validation.'
    PowerShellVersion    = '7.4'
    CompatiblePSEditions = @('Core')
    FormatsToProcess     = @('OpenShiftImage.Format.ps1xml')
    TypesToProcess       = @('OpenShiftImage.Types.ps1xml')
    FunctionsToExport    = @()
    VariablesToExport    = @()
    AliasesToExport      = @()
    CmdletsToExport      = @(
        'Connect-OSImageCluster'
        'ConvertFrom-OSImageYaml'
        'ConvertTo-OSImageYaml'
        'Disconnect-OSImageCluster'
        'Export-OSImage'
        'Get-OSImage'
        'Get-OSImageCluster'
        'Import-OSImage'
        'New-OSImage'
        'Remove-OSImage'
        'Set-OSImage'
        'Update-OSImage'
        'Wait-OSImage'
        'Watch-OSImage'
    )
    PrivateData          = @{
        PSData = @{
            Tags = @('OpenShift', 'Kubernetes', 'Container', 'Image', 'PSEdition_Core', 'Windows', 'Linux', 'MacOS')
        }
    }
}
