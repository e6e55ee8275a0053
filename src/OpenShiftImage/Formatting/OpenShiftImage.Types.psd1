# A part of OpenShiftImage, which loads it with the first Images: the engine's reader of types files takes too long for an import.
@{
    ModuleVersion     = '1.0'
    TypesToProcess    = @('OpenShiftImage.Types.ps1xml')
    FunctionsToExport = @()
    CmdletsToExport   = @()
    VariablesToExport = @()
    AliasesToExport   = @()
}
