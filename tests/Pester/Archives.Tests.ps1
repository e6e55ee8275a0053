# Without a cluster: what was collected is connected to, and reads as the cluster does. And several clusters at once.

BeforeAll {
    Import-Module "$PSScriptRoot/Cluster.psm1" -Force
    Import-ModuleUnderTest
    $sandbox = Start-Sandbox -Images 30
    $live = Connect-OSImageCluster
    Get-OSImage -Cluster $live | Export-OSImage -Path "$TestDrive/collected/"
    Compress-Archive "$TestDrive/collected" "$TestDrive/collected.zip"
    $all = (Get-OSImage -Cluster $live).Name
}

AfterAll {
    Stop-Sandbox $sandbox
}

Describe 'Connect-OSImageCluster -Path' {
    It 'reads <Path> as the cluster does' -ForEach @{ Path = 'collected' }, @{ Path = 'collected.zip' } {
        $collected = Connect-OSImageCluster -Path "TestDrive:/$Path" -Name offline
        $collected.Path | Should -Exist
        (Get-OSImage | Sort-Object).Name | Should -Be $all
        (Get-OSImage -First 1).Cluster.Name | Should -Be 'offline'
        (Get-OSImage -LabelSelector 'app in (web, db)' | Sort-Object).Name | Should -Be (Get-OSImage -LabelSelector 'app in (web, db)' -Cluster $live).Name
        { Update-OSImage $all[0] -Label a=b -ErrorAction Stop } | Should -Throw -ErrorId 'ReadOnly,*'
        { Watch-OSImage -ErrorAction Stop } | Should -Throw -ErrorId 'NotSupportedOffline,*'
        Disconnect-OSImageCluster
    }

    It 'is the error PathNotFound where nothing is' {
        { Connect-OSImageCluster -Path "$TestDrive/nowhere" } | Should -Throw -ErrorId 'PathNotFound,*'
        Disconnect-OSImageCluster
    }
}

Describe 'Several clusters' {
    It 'are read side by side, paths and files among them' {
        $groups = Get-OSImage -Cluster $live, "$TestDrive/collected", (Get-Item "$TestDrive/collected.zip") | Group-Object { $_.Cluster.Server }
        $groups.Count | Should -Be 3
        $groups.ForEach('Count') | Should -Be 30, 30, 30
    }

    It 'that fail are one error each' {
        $read = Get-OSImage -Cluster $live, 'nosuch' -ErrorAction SilentlyContinue -ErrorVariable failures
        $read.Count | Should -Be 30
        $failures.Count | Should -Be 1
        $failures[0].TargetObject | Should -Be 'nosuch'
        $failures[0].FullyQualifiedErrorId | Should -BeLike 'ContextNotFound,*'
    }

    It 'are listed: Get-OSImageCluster -ListAvailable' {
        (Get-OSImageCluster -ListAvailable | Where-Object IsCurrent).Name | Should -Be 'sandbox-admin'
    }
}
