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
dotnet build src/OpenShiftImage.Sandbox --verbosity quiet --nologo

# Side by side, since both wait more than they work; what each says comes as a whole.
said=$(mktemp -d)
trap 'rm -rf "$said"' EXIT
versions=(5.7.1 6.2.0)
processes=()
for version in "${versions[@]}"; do
    dotnet pwsh -NoProfile -NonInteractive build.ps1 -Task Pester -PesterVersion "$version" -NoBuild > "$said/$version" 2>&1 &
    processes+=($!)
done
failed=0
for i in "${!versions[@]}"; do
    wait "${processes[$i]}" || failed=1
    cat "$said/${versions[$i]}"
done
exit "$failed"
