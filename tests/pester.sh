#!/usr/bin/env bash
# Runs tests/Pester against the packed module, with each of the two Pesters that it is written for. Needs pwsh; where there is none, or no
# Pester, tries to fetch them from NuGet, and when that fails says so and does nothing.
set -euo pipefail
cd "$(dirname "$0")/.."

tools=$(mktemp -d)
trap 'rm -rf "$tools"' EXIT
pwsh=$(command -v pwsh || true)
if [ -z "$pwsh" ]; then
    if ! dotnet tool install PowerShell --version 7.6.9 --tool-path "$tools" > /dev/null 2>&1; then
        echo 'pwsh is neither installed nor to be had from NuGet: tests/Pester was not run.'
        exit 0
    fi
    pwsh=$tools/pwsh
fi
if ! dotnet restore tests/Pester > /dev/null 2>&1; then
    echo 'Pester is not to be had from NuGet: tests/Pester was not run.'
    exit 0
fi

packages=$(dotnet msbuild tests/Pester -getProperty:NuGetPackageRoot)
dotnet build src/OpenShiftImage.Sandbox > /dev/null
rm -f out/*.nupkg
dotnet pack -c Release src/OpenShiftImage.Package -p:StagesModule=false > /dev/null
for version in 5.7.1 6.2.0; do
    "$pwsh" -NoProfile -NonInteractive -c "
        Import-Module '${packages}pester/$version/tools/Pester.psd1'
        \$result = Invoke-Pester -Configuration @{ Run = @{ Path = 'tests/Pester'; PassThru = \$true }; Output = @{ Verbosity = 'Minimal' } }
        \"Pester $version: \$(\$result.PassedCount) passed, \$(\$result.FailedCount) failed, \$(\$result.SkippedCount) skipped\"
        exit [int] (\$result.Result -ne 'Passed')"
done
