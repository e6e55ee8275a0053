<#
.SYNOPSIS
Makes what Get-Help shows from the Markdown of a folder: OpenShiftImage.dll-Help.xml and about_*.help.txt.
#>
[CmdletBinding()]
param([string] $DocsPath = $PSScriptRoot, [string] $OutputPath = "$PSScriptRoot/../en-US")

$ErrorActionPreference = 'Stop'
if (-not (Get-Module -ListAvailable -Name Microsoft.PowerShell.PlatyPS)) {
    throw 'The module Microsoft.PowerShell.PlatyPS is not installed. Install-PSResource Microsoft.PowerShell.PlatyPS installs it.'
}
Import-Module -Name Microsoft.PowerShell.PlatyPS

# Gives the paragraphs of Markdown prose, each on one line but for the items of lists, without Markdown's signs.
function Get-Paragraph([string] $Markdown) {
    $Markdown.Trim() -split '\n\s*\n' -match '\S' -replace '\n(?!- )\s*', ' ' -replace '\[([^\]]+)\]\([^)]*\)', '$1' -replace '`'
}

# Gives Markdown with the rows of its tables as items of lists: Get-Help shows text as it is, too narrow for tables.
function ConvertFrom-Table([string[]] $Markdown) {
    $headings = $null
    foreach ($line in $Markdown) {
        if ($line -notmatch '^\|(.+)\|\s*$') { $headings = $null; $line; continue }
        $cells = $Matches[1].Split('|').Trim() -replace '(?<!\.)$', '.'
        if (-not $headings) { $headings = $cells.TrimEnd('.') }
        elseif ($line -match '^[|: -]+$') { continue }
        elseif ($cells.Count -eq 2) { "- $($cells[0].TrimEnd('.')): $($cells[1])" }
        else { '- ' + ((0..($cells.Count - 1) | ForEach-Object { $_ -eq 0 ? $cells[0] : "$($headings[$_]): $($cells[$_])" }) -join ' ') }
    }
}

# Gives an about topic: 80 columns, text indented by 4 and code by 8; Get-Help takes its fifth line as the synopsis.
function ConvertTo-AboutText([string[]] $Markdown) {
    $pending = ''
    $inCode = $false
    $lines = foreach ($line in @(ConvertFrom-Table $Markdown) + '') {
        if ($pending -and $line -match '^(```|#|- |\d+\. |\s*$)') {
            $text = '    '
            foreach ($word in (Get-Paragraph $pending) -split ' ') {
                if ($text.Trim() -and "$text $word".Length -gt 80) { $text; $text = $pending -match '^(- |\d+\. )' ? '      ' : '    ' }
                $text += $text.Trim() ? " $word" : $word
            }
            $text
            $pending = ''
        }
        if ($line -match '^```') { $inCode = -not $inCode }
        elseif (-not $line.Trim()) { '' }
        elseif ($inCode) { "        $line" }
        elseif ($line -match '^# (.+)') { "TOPIC`n    $($Matches[1])" }
        elseif ($line -match '^## (.+)') { $Matches[1].ToUpperInvariant() }
        else { $pending += "$line`n" }
    }
    ($lines -join "`n" -replace '(?m)^([A-Z].*)\n\n', "`$1`n" -replace '\n{3,}', "`n`n").Trim() + "`n"
}

# PlatyPS writes an example's code as prose and no default values; this puts both where Get-Help looks for them.
function Repair-Maml([xml] $Maml, $Commands) {
    $names = [Xml.XmlNamespaceManager]::new($Maml.NameTable)
    'maml', 'command', 'dev' | ForEach-Object { $names.AddNamespace($_, $Maml.DocumentElement.GetNamespaceOfPrefix($_)) }
    $add = { param($To, $Name, $Text) $To.AppendChild($Maml.CreateElement($Name, $names.LookupNamespace($Name.Split(':')[0]))).InnerText = $Text }
    foreach ($paragraph in @($Maml.SelectNodes('//maml:para[not(ancestor::command:example)]', $names))) {
        Get-Paragraph $paragraph.InnerText | ForEach-Object { & $add $paragraph.ParentNode 'maml:para' $_ }
        [void] $paragraph.ParentNode.RemoveChild($paragraph)
    }
    foreach ($uri in @($Maml.SelectNodes('//maml:navigationLink/maml:uri[contains(., ".md")]', $names))) { $uri.InnerText = '' }
    foreach ($link in @($Maml.SelectNodes('//maml:navigationLink[maml:linkText="Online Version" and maml:uri=""]', $names))) { [void] $link.ParentNode.RemoveChild($link) }
    foreach ($command in $Commands) {
        $node = $Maml.SelectSingleNode("//command:command[command:details/command:name='$($command.Title)']", $names)
        foreach ($parameter in $command.Parameters | Where-Object DefaultValue) {
            & $add $node.SelectSingleNode("command:parameters/command:parameter[maml:name='$($parameter.Name)']", $names) 'dev:defaultValue' $parameter.DefaultValue
        }
        $nodes = @($node.SelectNodes('command:examples/command:example', $names))
        for ($i = 0; $i -lt $nodes.Count; $i++) {
            $parts = [regex]::Match(($command.Examples[$i].Remarks -replace '\r'), '(?s)^(.*?)```powershell\n(.*?)\n```(?:\s*```output\n(.*?)\n```)?').Groups
            $nodes[$i].SelectSingleNode('maml:introduction', $names).RemoveAll()
            $nodes[$i].SelectSingleNode('dev:code', $names).InnerText = $parts[2].Value
            @(@(Get-Paragraph $parts[1].Value) + $parts[3].Value -ne '') + '' | ForEach-Object { & $add $nodes[$i].SelectSingleNode('dev:remarks', $names) 'maml:para' $_ }
        }
    }
    $text = [IO.StringWriter]::new()
    $Maml.Save($text)
    $text.ToString() -replace '\r' -replace 'System\.Nullable`1\[([^\]]+)\]', '$1' -replace 'encoding="utf-16"', 'encoding="utf-8"'
}

$commands = Get-ChildItem -Path $DocsPath -Filter '*-*.md' | Import-MarkdownCommandHelp
$folder = New-Item -ItemType Directory -Path ([IO.Path]::GetTempPath()) -Name "maml-$PID" -Force
$commands | Export-MamlCommandHelp -OutputFolder $folder -Force | ForEach-Object {
    Set-Content -Path "$OutputPath/$($_.Name)" -Value (Repair-Maml (Get-Content -Path $_ -Raw) $commands) -NoNewline
}
Remove-Item -Path $folder -Recurse
Get-ChildItem -Path $DocsPath -Filter 'about_*.md' | ForEach-Object {
    Set-Content -Path "$OutputPath/$($_.BaseName).help.txt" -Value (ConvertTo-AboutText (Get-Content -Path $_)) -NoNewline
}
