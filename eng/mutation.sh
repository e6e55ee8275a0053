#!/usr/bin/env bash
# Changes the code in small ways (dotnet-stryker) and counts the changes that the tests notice. Prints a score for each folder and fails where
# one is below 80 %. It takes hours: not a part of .ci/run.
# usage: [MUTATION_TESTS=FILTER] eng/mutation.sh [FOLDER...]
#   FOLDER           such as Client/Transport; default: every folder below
#   MUTATION_TESTS   a filter of dotnet test, for a quick look: what only other tests notice counts as not noticed
set -euo pipefail
cd "$(dirname "$0")/.."

threshold=80
tests=()
if [ -n "${MUTATION_TESTS:-}" ]; then tests=(--test-case-filter "$MUTATION_TESTS"); fi
folders=("$@")
if [ $# -eq 0 ]; then
    folders=(Client/Transport Client/Api Client/Watching Client/Configuration Kubernetes)
fi

dotnet tool restore > /dev/null
report=$PWD/out/mutation
failed=0
for folder in "${folders[@]}"; do
    project=OpenShiftImage.${folder%%/*}
    files='**/*.cs'
    if [[ $folder == */* ]]; then files="${folder#*/}/**/*.cs"; fi
    log=$report/${folder//\//-}
    mkdir -p "$log"
    # A score below the threshold is an exit code of its own, and no reason to leave the other folders out.
    (cd "tests/$project.Tests" && dotnet stryker --project "$project.csproj" --mutate "$files" --break-at "$threshold" --threshold-low "$threshold" \
        --threshold-high 90 --reporter json --reporter cleartext --output "$log" --skip-version-check "${tests[@]}") > "$log/log.txt" 2>&1 || failed=1
    score=$(grep -o 'The final mutation score is.*' "$log/log.txt" || echo "no score: see $log/log.txt")
    echo "mutation: $folder: $score"
done
exit "$failed"
