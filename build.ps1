#!/usr/bin/env pwsh
<#
.SYNOPSIS
    Builds, tests, documents, packs, publishes or cleans OpenShiftImage. Each task is a dotnet command or little more.
.DESCRIPTION
    Build     builds everything, and stages the module in out/OpenShiftImage.
    Test      runs the tests of .NET, then Package, then Pester.
    Pester    runs tests/Pester against the package in out/, or against the staged module where there is no package.
    Docs      makes en-US/ from docs/.
    Package   makes the package, its SHA-256 and its symbols in out/.
    Sbom      lists what the package ships of others in out/OpenShiftImage.cdx.json (CycloneDX).
    Tag       checks that the tag of this commit in GitHub Actions, and CHANGELOG.md, name the version of the manifest.
    Publish   publishes the package in out/ to the PowerShell Gallery, with the key in $env:PSGALLERY_API_KEY.
    Clean     deletes what was built.
.EXAMPLE
    ./build.ps1 -Task Build, Test -Configuration Release
.EXAMPLE
    dotnet tool restore; dotnet pwsh build.ps1 -Task Package
#>
[CmdletBinding()]
param(
    [ValidateSet('Build', 'Test', 'Pester', 'Docs', 'Package', 'Sbom', 'Tag', 'Publish', 'Clean')]
    [string[]] $Task = 'Build',

    [ValidateSet('Debug', 'Release')]
    [string] $Configuration = 'Debug',

    # One of those that tests/Pester/Pester.csproj fetches.
    [string] $PesterVersion = '6.2.0',

    # Of Pester: the sandbox that it starts is built.
    [switch] $NoBuild
)

$ErrorActionPreference = 'Stop'
Set-Location $PSScriptRoot

function Invoke-DotNet {
    & dotnet @args
    if ($LASTEXITCODE) { throw "dotnet $args ended with $LASTEXITCODE." }
}

function Invoke-PesterSuite {
    Invoke-DotNet restore tests/Pester --verbosity quiet
    $packages = Invoke-DotNet msbuild tests/Pester '-getProperty:NuGetPackageRoot'
    Import-Module (Join-Path $packages pester $PesterVersion tools Pester.psd1)
    if (-not $NoBuild) { Invoke-DotNet build src/OpenShiftImage.Sandbox --verbosity quiet }
    # As where a user types: the tests see what is in force here.
    $ErrorActionPreference = 'Continue'
    $result = Invoke-Pester -Configuration @{ Run = @{ Path = 'tests/Pester'; PassThru = $true }; Output = @{ Verbosity = 'Normal' } }
    "PowerShell $($PSVersionTable.PSVersion), Pester ${PesterVersion}: " +
        "$($result.PassedCount) passed, $($result.FailedCount) failed, $($result.SkippedCount) skipped"
    if ($result.Result -ne 'Passed') { throw 'tests/Pester failed.' }
}

function New-Package {
    Remove-Item out/*.nupkg, out/*.sha256, out/*.symbols.zip -ErrorAction Ignore
    Invoke-DotNet pack src/OpenShiftImage.Package --configuration Release '-p:StagesModule=false'
    $package = Get-BuiltPackage
    # As sha256sum -c reads it.
    Set-Content "$package.sha256" "$((Get-FileHash $package -Algorithm SHA256).Hash.ToLowerInvariant())  $($package.Name)"
    $symbols = Get-Item src/*/bin/Release/net8.0/OpenShiftImage*.pdb | Sort-Object Name -Unique
    Compress-Archive $symbols (Join-Path out "$($package.BaseName).symbols.zip")
    Get-Item "$package*", out/*.symbols.zip
}

function Get-BuiltPackage {
    $packages = @(Get-Item out/*.nupkg -ErrorAction Ignore)
    if ($packages.Count -ne 1) { throw "There are $($packages.Count) packages in out/, and not one. Make it with -Task Package." }
    $packages[0]
}

function Get-ManifestVersion {
    (Import-PowerShellDataFile OpenShiftImage.psd1).ModuleVersion
}

switch ($Task) {
    'Build' {
        Invoke-DotNet build --configuration $Configuration
    }
    'Test' {
        Invoke-DotNet test --configuration $Configuration
        New-Package
        Invoke-PesterSuite
    }
    'Pester' {
        Invoke-PesterSuite
    }
    'Docs' {
        ./docs/ConvertTo-ExternalHelp.ps1 -DocsPath ./docs -OutputPath ./en-US
        Invoke-DotNet test tests/OpenShiftImage.Tests --filter 'FullyQualifiedName~DocsTests'
    }
    'Package' {
        New-Package
    }
    'Sbom' {
        # Of the one project whose packages are shipped.
        Invoke-DotNet tool run dotnet-CycloneDX src/OpenShiftImage.Kubernetes/OpenShiftImage.Kubernetes.csproj --output out `
            --filename OpenShiftImage.cdx.json --output-format Json --set-name OpenShiftImage --set-version (Get-ManifestVersion) --set-type Library
        Get-Item out/OpenShiftImage.cdx.json
    }
    'Tag' {
        $version = Get-ManifestVersion
        if ($env:GITHUB_REF_NAME -ne "v$version") { throw "The tag is '$env:GITHUB_REF_NAME', and the manifest has version $version." }
        if (-not (Select-String -Path CHANGELOG.md -SimpleMatch "## [$version]")) { throw "CHANGELOG.md has no section [$version]." }
    }
    'Publish' {
        if (-not $env:PSGALLERY_API_KEY) { throw 'There is no key in $env:PSGALLERY_API_KEY.' }
        Publish-PSResource -NupkgPath (Get-BuiltPackage).FullName -Repository PSGallery -ApiKey $env:PSGALLERY_API_KEY
    }
    'Clean' {
        Invoke-DotNet clean
        Remove-Item -Recurse -Force out -ErrorAction Ignore
    }
}
