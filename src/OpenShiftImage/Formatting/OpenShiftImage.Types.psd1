# A part of OpenShiftImage, which loads it with the first Images: the engine's readers of types and formats take too long for an import.
@{
    ModuleVersion     = '1.0'
    TypesToProcess    = @('OpenShiftImage.Types.ps1xml')
    FormatsToProcess  = @('OpenShiftImage.Lists.Format.ps1xml')
    FunctionsToExport = @()
    CmdletsToExport   = @()
    VariablesToExport = @()
    AliasesToExport   = @()
}
