#!/usr/bin/env pwsh
<#
.SYNOPSIS
    Builds, tests, documents, packs or cleans OpenShiftImage. Each task is a dotnet command or little more.
.EXAMPLE
    ./build.ps1 -Task Build, Test -Configuration Release
#>
[CmdletBinding()]
param(
    [ValidateSet('Build', 'Test', 'Docs', 'Package', 'Clean')]
    [string[]] $Task = 'Build',

    [ValidateSet('Debug', 'Release')]
    [string] $Configuration = 'Debug'
)

$ErrorActionPreference = 'Stop'
Set-Location $PSScriptRoot

function Invoke-DotNet {
    & dotnet @args
    if ($LASTEXITCODE) { throw "dotnet $args ended with $LASTEXITCODE." }
}

switch ($Task) {
    'Build' {
        Invoke-DotNet build --configuration $Configuration
    }
    'Test' {
        Invoke-DotNet test --configuration $Configuration
    }
    'Docs' {
        # en-US/ is written by hand so far; this checks that every cmdlet and every parameter is explained there.
        Invoke-DotNet test tests/OpenShiftImage.Tests --filter 'FullyQualifiedName~explained'
    }
    'Package' {
        Invoke-DotNet build --configuration Release
        $version = (Import-PowerShellDataFile ./OpenShiftImage.psd1).ModuleVersion
        $archive = "out/OpenShiftImage.$version.zip"
        Compress-Archive -Path out/OpenShiftImage -DestinationPath $archive -Force
        Get-Item $archive
    }
    'Clean' {
        Invoke-DotNet clean
        Remove-Item -Recurse -Force out -ErrorAction Ignore
    }
}
