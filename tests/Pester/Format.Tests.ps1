# What people see, and what Images become in other formats.

BeforeAll {
    Import-Module "$PSScriptRoot/Cluster.psm1" -Force
    Import-ModuleUnderTest
    $sandbox = Start-Sandbox
    $all = @(Get-OSImage)
    $rendering = $PSStyle.OutputRendering
    $PSStyle.OutputRendering = 'PlainText'

    # Gives what a terminal of so many columns shows, line by line.
    function Show([int] $Width = 80) {
        $input | Out-String -Stream -Width $Width | ForEach-Object { $_.TrimEnd() } | Where-Object { $_ }
    }
}

AfterAll {
    $PSStyle.OutputRendering = $rendering
    Stop-Sandbox $sandbox
}

Describe 'The table' {
    It 'has room for all its columns in eighty' {
        $lines = $all | Show
        # Where there is no room, PowerShell leaves columns out.
        foreach ($heading in 'NAME', 'REFERENCE', 'SIZE', 'LAYERS', 'PLATFORM', 'SIGNED', 'AGE') {
            $lines[0] | Should -MatchExactly "\b$heading\b"
        }

        ($lines -match '^[0-9a-f]{12} ').Count | Should -Be 250
        $lines[0] | Should -Match 'AGE$'
    }

    It 'shows the size as people read it, and the reference without its digest' {
        $image = $all | Where-Object Size -gt 100MB | Select-Object -First 1
        $shown = "$($image | Show 200)"
        $shown | Should -Match '\d MB'
        # However wide the terminal that the tests run in: the end of the repository is there.
        $shown | Should -Match ([regex]::Escape($image.Repository.Split('/')[-1]))
        $shown | Should -Not -Match '@sha256'
    }

    It 'is like that in eighty columns for <Script>' -ForEach @(
        @{ Script = 'Get-OSImage -First 5 -MetadataOnly'; First = 'NAME'; Last = 'AGE' }
        @{ Script = 'Get-OSImage -PageSize 100 -AsPage'; First = 'COUNT'; Last = 'CONTINUE' }
        @{ Script = 'Watch-OSImage -SendInitialEvents -Count 5'; First = 'TYPE'; Last = 'VERSION' }
        @{ Script = '($all | Where-Object LayerCount)[0].DockerImageLayers'; First = 'DIGEST'; Last = 'MEDIATYPE' }
        @{ Script = '($all | Where-Object IsManifestList)[0].DockerImageManifests'; First = 'DIGEST'; Last = 'MANIFESTSIZE' }
    ) {
        $lines = & ([scriptblock]::Create($Script)) | Show
        $lines[0].Trim() | Should -MatchExactly "^$First\b"
        $lines[0] | Should -MatchExactly "\b$Last$"
        $lines.Count | Should -BeGreaterThan 2
    }

    It 'takes other columns, and groups: Format-Table' {
        $lines = $all | Sort-Object Registry | Format-Table Name, Size -GroupBy Registry | Show
        ($lines -match '^\s*Registry: ').Count | Should -Be @($all.Registry | Sort-Object -Unique).Count
        ($lines -match '^Name +Size$').Count | Should -BeGreaterThan 0
    }
}

Describe 'The list' {
    It 'tells all of an Image in eighty columns: Format-List' {
        $image = $all | Where-Object { $_.IsSigned -and $_.LayerCount -and $_.Labels.Count } | Select-Object -First 1
        $lines = $image | Format-List | Show
        foreach ($label in 'DockerImageReference', 'Name', 'CreationTimestamp', 'Created', 'Labels', 'Size', 'DockerImageLayers', 'Signatures', 'Platform', 'Entrypoint', 'Env') {
            $lines -match "^$label +:" | Should -Not -BeNullOrEmpty -Because "$label is a part of an Image"
        }

        # Long values are broken, not cut.
        $text = -join $lines.Trim()
        foreach ($layer in $image.DockerImageLayers) {
            $text | Should -Match $layer.Name
        }
    }

    It 'tells the members of a manifest list' {
        $list = $all | Where-Object IsManifestList | Select-Object -First 1
        $text = -join ($list | Format-List | Show).Trim()
        foreach ($member in $list.DockerImageManifests) {
            $text | Should -Match $member.Digest
        }
    }

    It 'shows what a terminal would obey, and does not have it obeyed' {
        $name = (New-OSImage -Name (New-TestName) -DockerImageReference a/b:c -Annotation @{ note = "`e[31mred`a" }).Name
        $text = Get-OSImage $name | Format-List | Show
        "$text" | Should -Match ([regex]::Escape('\x1b[31mred\x07'))
        "$text".Contains([char] 7) | Should -BeFalse
        Remove-OSImage $name -Confirm:$false -WarningAction SilentlyContinue
    }
}

Describe 'Other views' {
    It 'is short names beside one another: Format-Wide' {
        $lines = $all | Select-Object -First 9 | Format-Wide -Column 3 | Show
        $lines.Count | Should -Be 3
        $lines | Should -Match '^([0-9a-f]{12}\s*){3}$'
    }

    It 'is the name in a text' {
        "$($all[0])" | Should -Be $all[0].Name
    }

    It 'tells the properties: Get-Member' {
        $members = ($all[0] | Get-Member -MemberType Property).Name
        foreach ($name in 'Name', 'Size', 'Registry', 'Digest', 'Platform', 'IsSigned', 'Labels', 'DockerImageReference', 'Metadata') {
            $members | Should -Contain $name
        }
    }
}

Describe 'In another format an Image' {
    It 'is a row: Export-Csv' {
        $all | Select-Object Name, Registry, Size, IsSigned | Export-Csv "$TestDrive/images.csv"
        $rows = Import-Csv "$TestDrive/images.csv"
        $rows.Count | Should -Be 250
        $rows[1].Name | Should -Be $all[1].Name
        [long] $rows[1].Size | Should -Be $all[1].Size
        $all | Export-Csv "$TestDrive/everything.csv"
        (Import-Csv "$TestDrive/everything.csv").DockerImageReference | Should -Be $all.DockerImageReference
    }

    It 'is data that can be kept: Export-Clixml' {
        $all | Export-Clixml "$TestDrive/images.xml" -Depth 3
        $kept = Import-Clixml "$TestDrive/images.xml"
        $kept.Name | Should -Be $all.Name
        $kept | Should -BeOfType [OpenShiftImage.Image]
        ($kept | Measure-Object Size -Sum).Sum | Should -Be ($all | Measure-Object Size -Sum).Sum
        $signed = $all.IndexOf(($all | Where-Object IsSigned | Select-Object -First 1))
        $kept[$signed].Signatures[0].Type | Should -Be 'atomic'
        $kept[$signed].Labels['app'] | Should -Be $all[$signed].Labels['app']
        # About what the JSON has: no part may drag in what it came from.
        (Get-Item "$TestDrive/images.xml").Length / $all.Count | Should -BeLessThan 200KB
    }

    It 'is JSON with what people look for: ConvertTo-Json' {
        $image = $all | Where-Object { $_.IsSigned -and $_.LayerCount } | Select-Object -First 1
        $read = $image | ConvertTo-Json -Depth 5 -WarningAction Ignore | ConvertFrom-Json
        $read.Name | Should -Be $image.Name
        $read.Size | Should -Be $image.Size
        $read.Metadata.Uid | Should -Be $image.Metadata.Uid
        $read.DockerImageLayers.Name | Should -Be $image.DockerImageLayers.Name
        $rows = $all | Select-Object Name, Size | ConvertTo-Json | ConvertFrom-Json
        $rows.Name | Should -Be $all.Name
    }
}
