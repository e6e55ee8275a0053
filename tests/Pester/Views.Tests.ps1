# What one sees is what one can use: headings, filters, times, screens, and Images that have been elsewhere.

BeforeAll {
    Import-Module "$PSScriptRoot/Cluster.psm1" -Force
    Import-ModuleUnderTest
    $sandbox = Start-Sandbox
    # The long references of the screens.
    $screens = Join-Path (Split-Path $PSScriptRoot) 'Screens'
    Get-Content "$screens/images.json" -Raw | ConvertFrom-Json | ForEach-Object { $_ } | New-OSImage > $null
    $all = @(Get-OSImage)
    $headings = 'NAME', 'REFERENCE', 'SIZE', 'LAYERS', 'PLATFORM', 'SIGNED', 'AGE'
}

AfterAll {
    Stop-Sandbox $sandbox
}

Describe 'What the table shows' {
    It 'is a property: <Filter>' -ForEach @(
        @{ Filter = { $_ | Where-Object Signed }; Expected = { $_.IsSigned } }
        @{ Filter = { $_ | Where-Object Reference -Like '*nginx*' }; Expected = { $_.DockerImageReference -like '*nginx*' } }
        @{ Filter = { $_ | Where-Object Platform -EQ amd64 }; Expected = { $_.Architecture -eq 'amd64' } }
        @{ Filter = { $_ | Where-Object Platforms -Contains s390x }; Expected = { $_.Architecture -eq 's390x' -or $_.DockerImageManifests.Architecture -contains 's390x' } }
        @{ Filter = { $_ | Where-Object Layers -GT 20 }; Expected = { $_.DockerImageLayers.Count -gt 20 } }
        @{ Filter = { $_ | Where-Object Tag -EQ '3' }; Expected = { $_.DockerImageReference -match ':3$' } }
    ) {
        $found = @(, $all | ForEach-Object $Filter)
        $found.Count | Should -BeGreaterThan 0
        $found.Name | Should -Be @($all | Where-Object $Expected).Name
    }

    It 'sorts: by age, by layers' {
        ($all | Sort-Object Age -Descending | Where-Object Created | Select-Object -First 1).CreationTimestamp | Should -Be ($all | Where-Object Created | Measure-Object CreationTimestamp -Minimum).Minimum
        ($all | Sort-Object Layers)[-1].Layers | Should -Be ($all | Measure-Object Layers -Maximum).Maximum
        ($all | Sort-Object Layers)[-1].Layers | Should -BeGreaterThan 20
    }

    It 'is selected: the digests of layers' {
        $image = $all | Where-Object Layers | Select-Object -First 1
        ($image.DockerImageLayers | Select-Object Digest).Digest | Should -Be $image.DockerImageLayers.Name
    }

    It 'is a time of PowerShell' {
        $image = $all | Where-Object Created | Select-Object -First 1
        ((Get-Date) - $image.Created).TotalDays | Should -BeGreaterThan 1
        (New-TimeSpan -Start $image.CreationTimestamp).Days | Should -Be $image.Age.Days
        @($all | Where-Object CreationTimestamp -LT (Get-Date).AddDays(-1)).Count | Should -Be 250
    }

    It 'is older than a date only where it has a date' {
        $old = @($all | Where-Object { $_.Created -and $_.Created -lt (Get-Date) })
        $old.Count | Should -BeGreaterThan 0
        $old.IsManifestList | Should -Not -Contain $true
    }
}

Describe 'The screen' {
    It 'has all columns with -AutoSize in <_>' -ForEach 80, 120 {
        # In a process whose output is no terminal, which has eighty columns.
        $lines = Invoke-TestProcess "Get-OSImage | Format-Table -AutoSize | Out-String -Stream -Width $_"
        $header = $lines | Where-Object { $_ -match '^NAME' }
        foreach ($heading in $headings) {
            $header | Should -MatchExactly "\b$heading\b"
        }

        "$lines" | Should -Match '…/team-a/web:3 '
    }

    It 'is what the file has in a terminal of <_> columns' -ForEach 80, 100, 120, 200 -Skip:(-not (Get-Command tmux -ErrorAction Ignore)) {
        $manifest, $file, $done = (Get-ManifestUnderTest), "$TestDrive/show.ps1", "$TestDrive/done-$_"
        @"
            Import-Module '$manifest'
            . '$screens/Screen.ps1'
            Set-Content '$done' yes
            Start-Sleep 60
"@ | Set-Content $file
        $program = if ((Get-Process -Id $PID).Path -match 'dotnet$') { "dotnet $(Join-Path $PSHOME pwsh.dll)" } else { (Get-Process -Id $PID).Path }
        $socket = "openshiftimage-$([guid]::NewGuid().ToString('N'))"
        $columns = $_
        try {
            $env:KUBECONFIG = $sandbox.Kubeconfig
            tmux -L $socket -f /dev/null new-session -d -x $columns -y 120 "NO_COLOR=1 $program -NoProfile -File '$file'"
            $deadline = [datetime]::UtcNow.AddSeconds(60)
            while (-not (Test-Path $done)) {
                [datetime]::UtcNow | Should -BeLessThan $deadline
                Start-Sleep -Milliseconds 200
            }

            $lines = tmux -L $socket capture-pane -p | ForEach-Object { $_.TrimEnd() -replace '[ 0-9]{3}[smhdy]$', '~~~~' } | Where-Object { $_ }
        }
        finally {
            tmux -L $socket kill-server
        }

        $lines | Should -Be (Get-Content "$screens/$columns.txt")
    }

    It 'has ten lines at most for an object among others, and a table after Connect-OSImageCluster' {
        $lines = Invoke-TestProcess 'Connect-OSImageCluster; Get-OSImage -First 2; Get-OSImage -First 1 -MetadataOnly; (Get-OSImage -PageSize 5 -AsPage)[0]'
        $lines -match '^NAME ' | Should -HaveCount 1
        @($lines | Where-Object { $_ }).Count | Should -BeLessThan 25
        "$lines" | Should -Not -Match '\{"'
    }

    It 'is the same in ConstrainedLanguage mode' {
        $show = 'Get-OSImage -First 3; Get-OSImage -First 1 | Format-List; Watch-OSImage -SendInitialEvents -Count 1 | Format-Table; $Error.Count'
        # The Images of the screens are seconds old.
        $free = (Invoke-TestProcess $show) -replace '[ 0-9]{3}[smhdy]\b', '~~~~'
        $free | Should -Contain '0'
        $constrained = Invoke-TestProcess "`$ExecutionContext.SessionState.LanguageMode = 'ConstrainedLanguage'; $show"
        $constrained -replace '[ 0-9]{3}[smhdy]\b', '~~~~' | Should -Be $free
    }
}

Describe 'An Image that has been elsewhere' {
    BeforeAll {
        $manifest = Get-ManifestUnderTest
        function Get-Bytes($Image) { foreach ($one in $Image) { [Convert]::ToBase64String(([OpenShiftImage.Image] $one).Utf8Json) } }
    }

    It 'is an Image again, and loses nothing: Export-Clixml, Import-Clixml' {
        $all | Export-Clixml "$TestDrive/all.xml"
        $kept = Import-Clixml "$TestDrive/all.xml"
        $kept | Should -BeOfType [OpenShiftImage.Image]
        Get-Bytes $kept | Should -Be (Get-Bytes $all)
        ($kept | Out-String) | Should -Be ($all | Out-String)
    }

    It 'is the backup, not what the cluster has by now: Import-Clixml | Export-OSImage' {
        $name = ($all | Where-Object Layers | Select-Object -First 1).Name
        $then = Get-OSImage $name
        $then | Export-Clixml "$TestDrive/one.xml"
        Update-OSImage $name -Label @{ changed = 'since' }
        try {
            Import-Clixml "$TestDrive/one.xml" | Export-OSImage "$TestDrive/backup.json"
            $backup = Get-Content "$TestDrive/backup.json" -Raw | ConvertFrom-Json
            $backup.metadata.resourceVersion | Should -Be $then.ResourceVersion
            $backup.metadata.labels.changed | Should -BeNullOrEmpty
        }
        finally {
            Update-OSImage $name -Patch '{"metadata":{"labels":{"changed":null}}}'
        }
    }

    It 'is that also where the module came later than the object' {
        $all | Select-Object -First 2 | Export-Clixml "$TestDrive/early.xml"
        $program, $assembly = (Get-Process -Id $PID).Path, @()
        if ([IO.Path]::GetFileNameWithoutExtension($program) -eq 'dotnet') {
            $assembly = @(Join-Path $PSHOME pwsh.dll)
        }

        $types = & $program @assembly -NoProfile -Command "
            `$early = Import-Clixml '$TestDrive/early.xml'; Import-Module '$($manifest.Replace("'", "''"))'
            `$early | ForEach-Object { ([OpenShiftImage.Image] `$_).DockerImageReference }"
        $types | Should -Be $all[0, 1].DockerImageReference
    }

    It 'is an Image again, with its events and metadata: Start-Job' {
        $job = Start-Job { Import-Module $using:manifest; Get-OSImage -First 2; Watch-OSImage -SendInitialEvents -Count 1; Get-OSImage -First 1 -MetadataOnly; (Get-OSImage -PageSize 5 -AsPage)[0] }
        $back = $job | Receive-Job -Wait -AutoRemoveJob
        $back[0..1] | Should -BeOfType [OpenShiftImage.Image]
        Get-Bytes $back[0..1] | Should -Be (Get-Bytes $all[0..1])
        $back[2] | Should -BeOfType [OpenShiftImage.ImageEvent]
        $back[2].Image.DockerImageReference | Should -Be $all[0].DockerImageReference
        $back[3] | Should -BeOfType [OpenShiftImage.PartialObjectMetadata]
        $Error.Clear()
        $back[4] | Out-String | Should -Match 'COUNT REMAINING'
        $Error | Should -BeNullOrEmpty
    }
}

Describe 'A spreadsheet' {
    It 'has a row of text for each Image: Select-Object ImageSummary | Export-Csv' {
        $all | Select-Object ImageSummary | Export-Csv "$TestDrive/images.csv"
        $rows = Import-Csv "$TestDrive/images.csv"
        $rows.Count | Should -Be $all.Count
        (Get-Item "$TestDrive/images.csv").Length / $all.Count | Should -BeLessThan 1KB
        "$($rows | ForEach-Object { $_.PSObject.Properties.Value })" | Should -Not -Match 'System\.|OpenShiftImage\.'
        $labelled = $all.IndexOf(($all | Where-Object { $_.Labels.Count -gt 1 } | Select-Object -First 1))
        $rows[$labelled].LabelText | Should -Be (($all[$labelled].Labels.GetEnumerator() | Sort-Object Key | ForEach-Object { "$($_.Key)=$($_.Value)" }) -join ',')
        [long] $rows[$labelled].Size | Should -Be $all[$labelled].Size
    }
}
