# Who uses Images, what a prune would remove, and what fills the registry, as one asks at a prompt.

BeforeAll {
    Import-Module "$PSScriptRoot/Cluster.psm1" -Force
    Import-ModuleUnderTest
    $sandbox = Start-Sandbox
    $usage = @(Get-OSImageUsage)
}

AfterAll {
    Stop-Sandbox $sandbox
}

Describe 'Get-OSImageUsage' {
    It 'gives the verdict on every Image, with its reason' {
        $usage.Count | Should -Be 250
        $usage[0] | Should -BeOfType 'OpenShiftImage.ImageUsage'
        $usage.Verdict | Sort-Object -Unique | Should -Be 'Keep', 'Prune'
        $usage | Where-Object Message -eq '' | Should -BeNullOrEmpty
    }

    It 'chooses by verdict, as Where-Object does' {
        $prune = @(Get-OSImageUsage -Verdict Prune)
        $prune.Name | Should -Be @($usage | Where-Object Verdict -eq Prune).Name
        @(Get-OSImageUsage -Verdict Prune | Select-Object -First 5).Count | Should -Be 5
    }

    It 'answers for one Image: by its name, the beginning of the digest, and from the pipeline' {
        $one = $usage | Where-Object { $_.Tags.Count -and $_.Workloads.Count } | Select-Object -First 1
        (Get-OSImageUsage $one.Name).Message | Should -Be $one.Message
        (Get-OSImageUsage $one.Name.Substring(7, 12)).Name | Should -Be $one.Name
        (Get-OSImage $one.Name | Get-OSImageUsage).Reason | Should -Be $one.Reason
        $one.Message | Should -Match ([regex]::Escape("$($one.Tags[0].Namespace)/$($one.Tags[0].Stream)"))
    }

    It 'answers for a repository and for an image stream' {
        $stream = $usage.Tags | Select-Object -First 1
        $found = @(Get-OSImageUsage "$($stream.Namespace)/$($stream.Stream):*")
        $found.Name | Should -Be @($usage | Where-Object { "$($stream.Namespace)/$($stream.Stream)" -in $_.Tags.ForEach{ "$($_.Namespace)/$($_.Stream)" } }).Name
    }

    It 'prunes more where fewer revisions are kept, and nothing that is young' {
        @(Get-OSImageUsage -KeepTagRevisions 0 -Verdict Prune).Count | Should -BeGreaterThan @($usage | Where-Object Verdict -eq Prune).Count
        Get-OSImageUsage -KeepYoungerThan 262800h -Verdict Prune | Should -BeNullOrEmpty
    }

    It 'says what is wrong with an age' {
        { Get-OSImageUsage -KeepYoungerThan 96 } | Should -Throw '*96h*'
    }

    It 'is an error for who may not read what uses Images, and no verdict' {
        $given = Get-OSImageUsage -Cluster sandbox-alice -ErrorAction SilentlyContinue -ErrorVariable failed
        $given | Should -BeNullOrEmpty
        $failed[0].FullyQualifiedErrorId | Should -BeLike 'Forbidden,*'
        "$($failed[0])" | Should -Match 'imagestreams'
    }

    It 'tells the command of oc that would do it' {
        $verbose = Get-OSImageUsage -ManagedOnly -Verbose 4>&1 | Where-Object { $_ -is [Management.Automation.VerboseRecord] }
        "$verbose" | Should -Match 'oc adm prune images .*--all=false'
    }
}

Describe 'Measure-OSImage' {
    It 'counts each layer once' {
        $layers = Get-OSImage | ForEach-Object DockerImageLayers | Group-Object Name | ForEach-Object { $_.Group[0].Size } | Measure-Object -Sum
        $total = Measure-OSImage -Total
        $total.Size | Should -Be $layers.Sum
        $total.Layers | Should -Be $layers.Count
        $total.Images | Should -Be 250
    }

    It 'tells what a prune frees' {
        $prune = Measure-OSImage -GroupBy Verdict | Where-Object Name -eq Prune
        $prune.Images | Should -Be @($usage | Where-Object Verdict -eq Prune).Count
        $prune.UniqueSize | Should -BeGreaterThan 0
        $prune.UniqueSize + $prune.SharedSize | Should -Be $prune.Size
    }

    It 'shows what frees most first' {
        $top = @(Measure-OSImage -GroupBy Repository -Top 10)
        $top.Count | Should -Be 10
        $top.UniqueSize | Should -Be @($top.UniqueSize | Sort-Object -Descending)
    }

    It 'measures what the pipeline gives, by a label too' {
        $some = @(Get-OSImage -First 20)
        ($some | Measure-OSImage -Total).Images | Should -Be 20
        ($some | Measure-OSImage -Label no-such-label).Name | Should -Be '<none>'
    }
}
