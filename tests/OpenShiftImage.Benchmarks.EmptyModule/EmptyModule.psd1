@{
    RootModule           = 'OpenShiftImage.Benchmarks.EmptyModule.dll'
    ModuleVersion        = '0.1.0'
    GUID                 = '0f0f5ad0-9b64-4f0f-8a4b-6a7c1b1d8f55'
    CompatiblePSEditions = @('Core')
    PowerShellVersion    = '7.4'
    FunctionsToExport    = @()
    VariablesToExport    = @()
    AliasesToExport      = @()
    CmdletsToExport      = @('Get-Nothing')
}
