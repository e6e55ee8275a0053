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

# The module as users install it, from the one package that is tested and released.
function Invoke-PesterSuite {
    $pester = Get-Module -ListAvailable -Name Pester | Where-Object Version -ge 5.5.0 | Sort-Object Version -Descending | Select-Object -First 1
    if (-not $pester) {
        Write-Warning 'Pester 5.5 or later is not installed (Install-PSResource Pester): tests/Pester was not run.'
        return
    }

    Invoke-DotNet pack src/OpenShiftImage.Package --configuration Release -p:StagesModule=false
    Import-Module $pester.Path
    $result = Invoke-Pester -Configuration @{ Run = @{ Path = 'tests/Pester'; PassThru = $true }; Output = @{ Verbosity = 'Normal' } }
    "Pester $($pester.Version): $($result.PassedCount) passed, $($result.FailedCount) failed, $($result.SkippedCount) skipped"
    if ($result.Result -ne 'Passed') { throw 'tests/Pester failed.' }
}

switch ($Task) {
    'Build' {
        Invoke-DotNet build --configuration $Configuration
    }
    'Test' {
        Invoke-DotNet test --configuration $Configuration
        Invoke-PesterSuite
    }
    'Docs' {
        ./docs/ConvertTo-ExternalHelp.ps1 -DocsPath ./docs -OutputPath ./en-US
        Invoke-DotNet test tests/OpenShiftImage.Tests --filter 'FullyQualifiedName~DocsTests'
    }
    'Package' {
        Invoke-DotNet pack src/OpenShiftImage.Package --configuration Release -p:StagesModule=false
        Get-Item out/*.nupkg
    }
    'Clean' {
        Invoke-DotNet clean
        Remove-Item -Recurse -Force out -ErrorAction Ignore
    }
}
