#!/usr/bin/env bash
# Runs tests/Pester against the packed module, with each of the two Pesters that it is written for. PowerShell and Pester come from NuGet;
# where they cannot be had, CI=true is a failure, and elsewhere it says so and does nothing.
set -euo pipefail
cd "$(dirname "$0")/.."

unavailable() {
    echo "$1 is not to be had from NuGet: tests/Pester was not run."
    if [ "${CI:-}" = true ]; then exit 1; fi
    exit 0
}

dotnet tool restore > /dev/null || unavailable PowerShell
dotnet restore tests/Pester > /dev/null || unavailable Pester
dotnet pwsh -NoProfile -NonInteractive build.ps1 -Task Package
for version in 5.7.1 6.2.0; do
    dotnet pwsh -NoProfile -NonInteractive build.ps1 -Task Pester -PesterVersion "$version"
done
