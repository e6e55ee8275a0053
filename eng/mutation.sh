#!/usr/bin/env bash
# Changes the code in small ways and counts the changes that the tests notice. Prints a score for each folder, writes what was not noticed to
# out/mutation/<project> (progress.txt while it runs), and fails where a folder is below 80 %. All of it takes some hours on
# two cores: not a part of .ci/run.
# usage: eng/mutation.sh [FOLDER...]
#   FOLDER           such as Client/Transport, or Kubernetes for the whole project: of these two projects; default: every folder below
#
# dotnet-stryker makes the changes, all in one assembly, each behind a question for the active one. eng/Mutation runs the tests, not Stryker:
# under VSTest Stryker cannot tell a program of xunit v3 which change is active and waits for its time-out, and its runner for the other test
# platform carries what one change did over to the next. Each change meets those tests that run it, one change at a time.
#
# The score is a lower bound:
# - only the tests of the project's own test project are run, so what only tests of the cmdlets notice counts as not noticed;
# - tests of over five seconds are left out, and those that fail without a change; out/mutation/<project>/left-out.txt names them;
# - changes of messages to people count like any others.
# Not counted are changes that do not compile, and those of ConfigureAwait(false), which make no difference in a console.
set -euo pipefail
cd "$(dirname "$0")/.."

threshold=80
folders=("$@")
if [ $# -eq 0 ]; then
    folders=(Client/Transport Client/Api Client/Watching Client/Configuration Kubernetes)
fi

# Stryker runs some tests once before it begins: quick ones.
declare -A quick=([Client]=QueryTests [Kubernetes]=CredentialOrderTests)

for folder in "${folders[@]}"; do
    if [[ -z ${quick[${folder%%/*}]:-} || ! -d src/OpenShiftImage.$folder ]]; then
        echo "$folder is no folder of ${!quick[*]}." >&2
        exit 2
    fi
done

# Prints the folders of a project; a whole project is one empty line.
folders_of() {
    for folder in "${folders[@]}"; do
        if [[ $folder == "$1" ]]; then echo ""; elif [[ $folder == "$1"/* ]]; then echo "${folder#*/}"; fi
    done
}

# Puts the assembly that Stryker has changed back as it was.
put_back() {
    if [ -e "$1.stryker-unchanged" ]; then mv "$1.stryker-unchanged" "$1"; fi
}

# Puts the tests of a project beside its mutated assembly: out/mutation/<project>/bin.
mutate() {
    local project=OpenShiftImage.$1 report=$PWD/out/mutation/$1
    local bin=$PWD/tests/$project.Tests/bin/Debug/net10.0
    rm -rf "$report" && mkdir -p "$report"
    dotnet build "tests/$project.Tests" -v q --nologo > "$report/build.txt"
    # No file is to be tested by Stryker: it puts the mutants into the assembly, and ends.
    (cd "tests/$project.Tests" && dotnet stryker --config-file ../../eng/Mutation/stryker-config.json --project "$project.csproj" --mutate NoSuchFile.cs \
        --test-case-filter "FullyQualifiedName~${quick[$1]}" --verbosity debug --output "$report/stryker" --skip-version-check) > "$report/log.txt" 2>&1 &
    local stryker=$!
    # Stryker puts the assembly back when it ends, unless it found no test to run; here it is put back where it did not,
    # also where this script is interrupted.
    trap 'kill "$stryker" 2> /dev/null; wait "$stryker"; put_back "$bin/$project.dll"; exit 130' INT TERM
    # Before that the log names the number of mutants, of which some do not compile.
    until grep -q 'Injected the mutated assembly' "$report/log.txt"; do
        if ! kill -0 "$stryker" 2> /dev/null; then
            echo "Stryker made no mutants: see $report/log.txt" >&2
            return 1
        fi
        sleep 0.2
    done
    cp "$bin/$project.dll" "$report/mutated.dll"
    wait "$stryker" || true
    trap - INT TERM
    put_back "$bin/$project.dll"
    cp -r "$bin" "$report/bin"
    mv "$report/mutated.dll" "$report/bin/$project.dll"
}

dotnet tool restore > /dev/null
dotnet build eng/Mutation -v q --nologo > /dev/null
failed=0
for name in "${!quick[@]}"; do
    mapfile -t wanted < <(folders_of "$name")
    if [ ${#wanted[@]} -eq 0 ]; then continue; fi
    mutate "$name"
    report=$PWD/out/mutation/$name
    dotnet eng/Mutation/bin/Debug/net10.0/OpenShiftImage.Mutation.dll "OpenShiftImage.$name" "$report/bin/OpenShiftImage.$name.Tests" \
        "$report/bin/OpenShiftImage.$name.dll" "$report/log.txt" "$report" "$threshold" "${wanted[@]}" || failed=1
done
exit "$failed"
