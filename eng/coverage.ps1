#!/usr/bin/env pwsh
<#
.SYNOPSIS
    Prints, for each project of src, how many of its lines the tests have run.
.DESCRIPTION
    Reads the cobertura files that 'dotnet test --settings eng/coverage.runsettings' wrote. A line counts once, whichever project's tests ran it.
.EXAMPLE
    dotnet pwsh eng/coverage.ps1
#>
[CmdletBinding()]
param([string] $Path = "$PSScriptRoot/../TestResults")

$ErrorActionPreference = 'Stop'
$reports = @(Get-ChildItem -Path $Path -Filter *.cobertura.xml -Recurse -ErrorAction Ignore)
if ($reports.Count -eq 0) { throw "There is no *.cobertura.xml in '$Path'." }

# Project -> file:line -> whether it was run.
$projects = @{}
foreach ($report in $reports) {
    $document = [Xml.XmlDocument]::new()
    $document.Load($report.FullName)
    foreach ($class in $document.SelectNodes('//class')) {
        if ($class.GetAttribute('filename') -notmatch '[\\/]src[\\/](?<project>[^\\/]+)[\\/](?<file>.+)$') { continue }
        $project, $file = $Matches.project, $Matches.file
        if ($file -match '^obj[\\/]') { continue }
        $lines = $projects[$project] ??= @{}
        foreach ($line in $class.SelectNodes('lines/line')) {
            $key = "${file}:$($line.GetAttribute('number'))"
            $lines[$key] = $lines[$key] -or [int] $line.GetAttribute('hits') -gt 0
        }
    }
}

foreach ($project in $projects.Keys | Sort-Object) {
    $run = @($projects[$project].Values.Where{ $_ }).Count
    $all = $projects[$project].Count
    'coverage: {0,-28} {1,6} of {2,6} lines, {3,5:0.0} %' -f $project, $run, $all, (100 * $run / $all)
}
