#!/usr/bin/env bash
# Drives the sandbox with kubectl, a client that nobody here wrote. Needs kubectl and the .NET SDK.
# usage: tests/kubectl.sh
set -euo pipefail
cd "$(dirname "$0")/.."

work=$(mktemp -d)
export KUBECONFIG="$work/kubeconfig"
dotnet build --nologo --verbosity quiet src/OpenShiftImage.Sandbox
dotnet run --no-build --project src/OpenShiftImage.Sandbox -- --images 20 --streams 40 --pods 40 --kubeconfig "$KUBECONFIG" > "$work/log" 2>&1 &
sandbox=$!
trap 'kill "$sandbox" 2> /dev/null || true; wait "$sandbox" 2> /dev/null || true; rm -rf "$work"' EXIT
for _ in $(seq 100); do
    grep -q Listening "$work/log" && break
    sleep 0.1
done

grep -q Listening "$work/log" || { cat "$work/log"; exit 1; }
# What kubectl caches goes with the rest.
export HOME="$work"

passed=0
failed=0

# check NAME PATTERN COMMAND...: the command succeeds and its output matches the pattern.
check() {
    local name=$1 pattern=$2 output
    shift 2
    if output=$("$@" 2>&1) && grep -Eq -- "$pattern" <<< "$output"; then
        passed=$((passed + 1))
        echo "ok      $name"
    else
        failed=$((failed + 1))
        printf 'FAILED  %s: expected /%s/ of: %s\n%s\n' "$name" "$pattern" "$*" "$output"
    fi
}

name=$(kubectl get images -o name | sed -n 1p)
name=${name#*/}
check 'get images' '^NAME +IMAGE REFERENCE' kubectl get images
check 'get images, all of them' '^20$' bash -c 'kubectl get images --no-headers | wc -l | tr -d " "'
check 'get images in chunks' '^20$' bash -c 'kubectl get images --no-headers --chunk-size=5 | wc -l | tr -d " "'
check 'get image -o yaml' "^  name: $name\$" kubectl get image "$name" -o yaml
check 'get image, not there' 'NotFound.*"nosuch" not found' bash -c 'kubectl get image nosuch || true'
check 'label' 'labeled' kubectl label image "$name" team=web
check 'get by label' "^$name " kubectl get images -l team=web --no-headers
check 'annotate' 'annotated' kubectl annotate image "$name" note=x
check 'may not' 'Forbidden' bash -c 'kubectl --context sandbox-alice get images || true'

pod=$(kubectl get pods -n shop -o name | sed -n 1p)
pod=${pod#*/}
check 'get pods of all namespaces' '^shop +[a-z0-9-]+ +[0-9]+[a-z]' kubectl get pods -A
check 'get pods of a namespace' '^NAME +AGE' kubectl get pods -n shop
check 'get pods in chunks' '^40$' bash -c 'kubectl get pods -A --no-headers --chunk-size=7 | wc -l | tr -d " "'
check 'get pods by label' '^40$' bash -c 'kubectl get pods -A -l "tier in (front,back)" --no-headers | wc -l | tr -d " "'
check 'get pods by field' '^2$' bash -c 'kubectl get pods -A --field-selector status.phase=Failed --no-headers | wc -l | tr -d " "'
check 'get pod -o yaml' "^  name: $pod\$" kubectl get pod "$pod" -n shop -o yaml
check 'get image streams' '^NAMESPACE +NAME +AGE' kubectl get imagestreams -A
check 'get all' '^replicaset.apps/' kubectl get all -n shop
check 'get what runs and builds' '^97$' bash -c 'kubectl get rc,deploy,rs,sts,ds,jobs,cj,dc,bc,builds,limits -A -o name | wc -l | tr -d " "'
check 'get namespaces' '^shop +' kubectl get namespaces
check 'get pods of no namespace' 'No resources found' kubectl get pods -n nosuch
check 'may not list pods' 'pods is forbidden' bash -c '! kubectl --context sandbox-alice get pods -A 2>&1'
check 'may not get a stream' 'in the namespace "shop"' bash -c '! kubectl --context sandbox-alice get is app -n shop 2>&1'
check 'pods cannot be deleted here' 'MethodNotAllowed' bash -c "! kubectl delete pod '$pod' -n shop 2>&1"

cat > "$work/image.yaml" << 'YAML'
apiVersion: image.openshift.io/v1
kind: Image
metadata:
  name: made-by-kubectl
  labels: {made: by-kubectl}
dockerImageReference: quay.io/example/app:1
YAML
check 'create' 'created' kubectl create -f "$work/image.yaml"
check 'create, there already' 'AlreadyExists' bash -c "! kubectl create -f '$work/image.yaml' 2>&1"
sed 's/app:1/app:2/' "$work/image.yaml" > "$work/changed.yaml"
check 'apply' 'configured' kubectl apply -f "$work/changed.yaml"
check 'replace' 'replaced' kubectl replace -f "$work/image.yaml"
check 'apply --server-side' 'serverside-applied' kubectl apply --server-side --force-conflicts --field-manager one -f "$work/image.yaml"
check 'apply --server-side, conflict' 'conflict.*"one"' bash -c "! kubectl apply --server-side --field-manager two -f '$work/changed.yaml' 2>&1"
check 'apply --server-side --force-conflicts' 'serverside-applied' kubectl apply --server-side --force-conflicts --field-manager two -f "$work/changed.yaml"
check 'patch --type=merge' 'patched' kubectl patch image made-by-kubectl --type=merge -p '{"metadata":{"labels":{"a":"1"}}}'
check 'patch --type=json' 'patched' kubectl patch image made-by-kubectl --type=json -p '[{"op":"replace","path":"/metadata/labels/a","value":"2"}]'
check 'patch --type=strategic' 'patched' kubectl patch image made-by-kubectl --type=strategic -p '{"metadata":{"labels":{"a":"3"}}}'
check 'what came of it' '^quay.io/example/app:2 3$' kubectl get image made-by-kubectl -o 'jsonpath={.dockerImageReference} {.metadata.labels.a}'
check 'delete --dry-run=server' 'dry run' kubectl delete images -l made=by-kubectl --dry-run=server
check 'still there' '^1$' bash -c 'kubectl get images -l made=by-kubectl --no-headers | wc -l | tr -d " "'
kubectl wait --for=delete image/made-by-kubectl --timeout=30s > "$work/wait" 2>&1 &
waiting=$!
sleep 0.5
check 'delete by label' 'deleted' timeout 30 kubectl delete images -l made=by-kubectl
wait "$waiting" || true
check 'wait --for=delete' 'condition met' cat "$work/wait"

kubectl get images -w --output-watch-events > "$work/watch" 2>&1 &
watch=$!
for _ in $(seq 50); do
    [ "$(grep -c ADDED "$work/watch")" -ge 20 ] && break
    sleep 0.1
done
check 'delete' 'deleted' timeout 30 kubectl delete image "$name"
sleep 0.5
kill "$watch"
check 'get -w' "^DELETED +$name" cat "$work/watch"
check 'gone' 'not found' bash -c "! kubectl get image '$name' 2>&1"

# What the module writes kubectl reads, and what kubectl writes the module reads: the same JSON comes out of both.
kubectl create -f - > /dev/null << 'JSON'
{"apiVersion":"image.openshift.io/v1","kind":"Image","metadata":{"name":"odd-texts","annotations":{
 "a":"yes","b":"0x1F","c":"1e3","d":"2001-12-14","e":"null","f":"~","g":"12:30","h":" a ","i":"a: b #c","j":"é 日本 😀","k":"a\n  b\n\nc\n","l":"\ttab","m":"","n":"y","o":".inf","p":"0o17","q":"- a","r":"a\r\nb","s":"\u0007\u2028","t":"=","u":"<<","v":"1_000","w":"'\"","x":"a\n\n","y":"\n","z":"---\na"}},
 "dockerImageReference":"quay.io/example/app:1","dockerImageManifest":"{\n  \"schemaVersion\": 2\n}"}
JSON
playground() {
    dotnet run --no-build --project src/OpenShiftImage.Playground -- -Kubeconfig "$KUBECONFIG" -Context sandbox-admin -Command "$1"
}
dotnet build --nologo --verbosity quiet src/OpenShiftImage.Playground
for each in $(kubectl get images -o name); do
    kubectl get image "${each#*/}" -o yaml --show-managed-fields
    echo ---
done > "$work/theirs.yaml"
kubectl get images -o yaml --show-managed-fields > "$work/list.yaml"
kubectl get images -o json --show-managed-fields > "$work/list.json"
playground "
    Get-OSImage | Export-OSImage -Path '$work/ours.yaml'
    Get-OSImage | Export-OSImage -Path '$work/ours/' -Format Json
    Import-OSImage '$work/theirs.yaml' | Export-OSImage -Path '$work/there-and-back.yaml'
    Import-OSImage '$work/list.yaml' | Export-OSImage -Path '$work/from-list.yaml'
    Import-OSImage '$work/list.json' | Export-OSImage -Path '$work/from-json.yaml'"
# kubectl's own reading is the judge; files come in no order of ours.
canonical() {
    for each in "$@"; do
        kubectl create --dry-run=client --validate=false -o jsonpath='{@}{"\n"}' -f "$each"
    done | sort
}
canonical "$work/theirs.yaml" > "$work/theirs"
check 'what is compared is all of it' '^20$' bash -c "grep -c '\"kind\":\"Image\"' '$work/theirs'"
for file in ours.yaml there-and-back.yaml from-list.yaml from-json.yaml; do
    check "kubectl reads $file as what it wrote itself" '^$' diff "$work/theirs" <(canonical "$work/$file")
done
check 'kubectl reads the JSON of a folder as what it wrote itself' '^$' diff "$work/theirs" <(canonical "$work"/ours/*.json)

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
