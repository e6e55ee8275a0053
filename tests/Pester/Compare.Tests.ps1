# What changed between two Images, and on what an Image was built, as one asks at a prompt.

BeforeAll {
    Import-Module "$PSScriptRoot/Cluster.psm1" -Force
    Import-ModuleUnderTest
    $sandbox = Start-Sandbox
    $images = @(Get-OSImage | Where-Object LayerCount)
    # Two builds of one application.
    $old, $new = ($images | Where-Object Platform -eq amd64 | Group-Object Reference | Where-Object Count -ge 3)[0].Group | Sort-Object CreationTimestamp | Select-Object -First 2
}

AfterAll {
    Stop-Sandbox $sandbox
}

Describe 'Compare-OSImage' {
    It 'tells what changed between two builds, with the side on which it is' {
        $rows = @(Compare-OSImage $old $new)
        $rows[0] | Should -BeOfType 'OpenShiftImage.ImageDifference'
        $rows.SideIndicator | Sort-Object -Unique | Should -Be '<=', '<>', '=>'
        $version = $rows | Where-Object { $_.Property -eq 'Env' -and $_.Key -eq 'APP_VERSION' }
        $version.Reference | Should -Be (($old.Env -like 'APP_VERSION=*') -replace '^.*=')
        $version.Difference | Should -Be (($new.Env -like 'APP_VERSION=*') -replace '^.*=')
    }

    It 'tells the bytes that a node with the old one has to pull' {
        $added = Compare-OSImage $old $new -Property Layer | Where-Object { $_.SideIndicator -eq '=>' -and -not $_.IsShared }
        $expected = $new.DockerImageLayers | Where-Object Name -NotIn $old.DockerImageLayers.Name | Measure-Object Size -Sum
        ($added | Measure-Object Bytes -Sum).Sum | Should -Be $expected.Sum
        $added[0].SharedLayers | Should -BeGreaterOrEqual 3
    }

    It 'takes names, beginnings of digests and the pipeline' {
        $expected = @(Compare-OSImage $old $new -Property Env) | ForEach-Object ToString
        Compare-OSImage $old.Name $new.Name -Property Env | ForEach-Object ToString | Should -Be $expected
        Compare-OSImage $old.Name.Substring(7, 20) $new -Property Env | ForEach-Object ToString | Should -Be $expected
        Get-OSImage $new.Name | Compare-OSImage -ReferenceObject $old -Property Env | ForEach-Object ToString | Should -Be $expected
    }

    It 'is empty for what is equal, so that a check is one line' {
        Compare-OSImage $old $old | Should -BeNullOrEmpty
        Compare-OSImage $old (Get-OSImage $old.Name) | Should -BeNullOrEmpty
        @(Compare-OSImage $old $old -Property Env -IncludeEqual).Count | Should -Be $old.Env.Count
    }

    It 'compares manifest lists member by member' {
        $lists = @(Get-OSImage | Where-Object IsManifestList)
        $rows = @(Compare-OSImage $lists[0] $lists[1] -Property Platform)
        $rows.Key | Should -Be 'linux/amd64', 'linux/arm64', 'linux/ppc64le', 'linux/s390x'
        $rows[0].Reference | Should -Be $lists[0].DockerImageManifests[0].Digest
    }

    It 'answers for a manifest list and an Image that is none' {
        $list = @(Get-OSImage | Where-Object IsManifestList)[0]
        $member = $list.DockerImageManifests[0].Digest
        $rows = Compare-OSImage $list $member -Property Platform -IncludeEqual -WarningVariable warned -WarningAction SilentlyContinue
        ($rows | Where-Object SideIndicator -eq '==').Key | Should -Be 'linux/amd64'
        "$warned" | Should -Match 'is a manifest list'
    }

    It 'works on what was collected, also against a cluster' {
        $old, $new | Export-OSImage "$TestDrive/collected.yaml"
        $there = Connect-OSImageCluster -Path "$TestDrive/collected.yaml" -Name there
        try {
            @(Compare-OSImage $old.Name $new.Name -Cluster $there).Count | Should -Be @(Compare-OSImage $old $new).Count
            Compare-OSImage (Get-OSImage $old.Name -Cluster $there) $old | Should -BeNullOrEmpty
        }
        finally {
            Disconnect-OSImageCluster $there
        }
    }

    It 'is shown side by side, under what it is about' {
        $shown = Compare-OSImage $old $new | Out-String -Width 160
        $shown | Should -Match 'Property: Layer of [0-9a-f]{12} and [0-9a-f]{12} \(\d+ shared, [\d.]+ MB\)'
        $shown | Should -Match 'KEY +REFERENCE +SIDE DIFFERENCE +BYTES'
    }

    It 'completes both names' {
        foreach ($typed in 'Compare-OSImage ', "Compare-OSImage $($old.Name) ", 'Compare-OSImage -DifferenceObject ') {
            $typed += $new.Name.Substring(0, 40)
            $found = foreach ($press in 1..10) { (TabExpansion2 $typed $typed.Length).CompletionMatches.CompletionText }
            $found | Should -Contain $new.Name
        }
    }
}

Describe 'Get-OSImageBase' {
    It 'finds for each Image the one that it begins with' {
        $rows = @(Get-OSImageBase)
        $rows.Count | Should -Be 250
        $derived = @($rows | Where-Object Base)
        $derived.Count | Should -Be 3
        foreach ($row in $derived) {
            $layers = (Get-OSImage $row.Name).DockerImageLayers.Name
            $base = (Get-OSImage $row.Base).DockerImageLayers.Name
            $layers[0..($base.Count - 1)] | Should -Be $base
            $row.SharedLayers | Should -Be $base.Count
            $row.AddedLayers | Should -Be ($layers.Count - $base.Count)
        }
    }

    It 'answers for one: by name, from the pipeline, and among others' {
        $row = @(Get-OSImageBase | Where-Object Base)[0]
        (Get-OSImageBase $row.Name).Base | Should -Be $row.Base
        (Get-OSImage $row.Name | Get-OSImageBase).Base | Should -Be $row.Base
        (Get-OSImageBase $row.Name -Among $old, $new).Base | Should -BeNullOrEmpty
        (Get-OSImageBase $row.Name -Among (Get-OSImage $row.Base)).AddedBytes | Should -Be $row.AddedBytes
        $typed = "Get-OSImageBase $($row.Name.Substring(0, 40))"
        $found = foreach ($press in 1..10) { (TabExpansion2 $typed $typed.Length).CompletionMatches.CompletionText }
        $found | Should -Contain $row.Name
    }
}

Describe '-WhatIf' {
    It 'tells in what an Image would differ, and changes nothing' {
        $told = Update-OSImage $old.Name -Label @{ reviewed = 'yes' } -WhatIf 6>&1
        "$told" | Should -Match 'Label reviewed: \(none\) => yes'
        (Get-OSImage $old.Name).Labels['reviewed'] | Should -BeNullOrEmpty
        $changed = Get-OSImage $old.Name
        $changed.DockerImageReference = 'quay.io/example/app:2'
        "$($changed | Set-OSImage -WhatIf 6>&1)" | Should -Match 'Identity Reference: .* => quay\.io/example/app:2'
    }
}
