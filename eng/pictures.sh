#!/bin/sh
# Makes docs/images/report-*.png: reports of sandboxes with 250 and 20,000 Images, light and dark, as Chromium shows them.
set -eu
cd "$(dirname "$0")/.."
browser=$(command -v chromium || command -v chromium-browser || command -v google-chrome) || {
    echo "There is no chromium on the PATH: apt-get install chromium." >&2
    exit 1
}

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for images in 250 20000; do
    dotnet run --project src/OpenShiftImage.Playground -v q -- --images $images -Command \
        "Export-OSImageReport '$work/$images.html' -Cluster prod -Title 'Images of prod'"
    for scheme in light dark; do
        [ $scheme = dark ] && preferred=0 || preferred=1
        # Without a sandbox, since this may run as root in a container, on a page of our own.
        "$browser" --headless --no-sandbox --disable-gpu --hide-scrollbars --user-data-dir="$work/profile" \
            --blink-settings=preferredColorScheme=$preferred --window-size=1120,1270 \
            --screenshot="docs/images/report-$images-$scheme.png" "file://$work/$images.html" 2> "$work/browser.log"
    done
done
