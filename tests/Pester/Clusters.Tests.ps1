# Which cluster? Objects know theirs, questions name it, and nothing goes to one that nobody chose.

BeforeAll {
    Import-Module "$PSScriptRoot/Cluster.psm1" -Force
    Import-ModuleUnderTest
    $manifest = Get-ManifestUnderTest
    $other = Start-Sandbox -Images 20
    $staging = Connect-OSImageCluster
    $current = Start-Sandbox -Images 20
    $null = Connect-OSImageCluster
    # Digests are equal everywhere, so that a change of the wrong cluster succeeds.
    $name = (Get-OSImage sha256:0* -First 1).Name

    function Get-Labels($Cluster) { (Get-OSImage $name -Cluster $Cluster).Labels }
    $admin = Get-OSImageCluster
}

AfterAll {
    Stop-Sandbox $current
    Stop-Sandbox $other
}

Describe 'An object' {
    It 'knows its cluster, as a name that can be compared and grouped by' {
        $images = @(Get-OSImage -First 2) + @(Get-OSImage -First 3 -Cluster $staging)
        @($images | Group-Object Cluster | Sort-Object Count).Name | Should -Be @("sandbox-admin ($($current.Address.TrimEnd('/')))", "sandbox-admin ($($other.Address.TrimEnd('/')))")
        $images[0].Cluster.Server | Should -BeExactly $current.Address.TrimEnd('/')
        $images[-1].Cluster.Server | Should -BeExactly $other.Address.TrimEnd('/')
        ($images | Where-Object Cluster -eq 'sandbox-admin').Count | Should -Be 5
        ($images | Where-Object Cluster -eq 'prod').Count | Should -Be 0
    }

    It 'is changed where it came from: <_>' -ForEach @(
        'Get-OSImage $name -Cluster $staging | Update-OSImage -Label @{ own = "yes" }'
        'Update-OSImage (Get-OSImage $name -MetadataOnly -Cluster $staging) -Label own=yes'
        'Watch-OSImage $name -SendInitialEvents -Count 1 -Cluster $staging | Update-OSImage -Label own=yes'
    ) {
        Update-OSImage $name -Label own- -Cluster $staging
        & ([scriptblock]::Create($_))
        (Get-Labels $staging)['own'] | Should -Be 'yes'
        (Get-Labels $admin).ContainsKey('own') | Should -BeFalse
    }

    It 'is changed where -Cluster says, and by name alone on the current cluster' {
        Get-OSImage $name -Cluster $staging | Update-OSImage -Label told=yes -Cluster sandbox-admin
        (Get-OSImage $name -Cluster $staging).Name | Update-OSImage -Label named=yes
        (Get-Labels $admin)['told'] | Should -Be 'yes'
        (Get-Labels $admin)['named'] | Should -Be 'yes'
        (Get-Labels $staging).Keys | Should -Not -Contain 'told'
        (Get-Labels $staging).Keys | Should -Not -Contain 'named'
    }

    It 'says nothing of the cluster in what is exported' {
        Get-OSImage $name | ConvertTo-OSImageYaml | Should -Not -Match 'cluster'
    }
}

Describe 'A question' {
    It 'names the change, the Image, its reference and the cluster' {
        $shown = Invoke-TestProcess "Get-OSImage '$name' | Update-OSImage -Label @{ reviewed = 'yes'; draft = `$null } -WhatIf; Remove-OSImage '$name' -WhatIf"
        $shown = $shown -join ' '
        $reference = (Get-OSImage $name).DockerImageReference -replace '@.*'
        $shown | Should -Match ([regex]::Escape("of $name ($reference) on sandbox-admin"))
        $shown | Should -Match 'reviewed=yes'
        $shown | Should -Match 'draft removed'
        $shown | Should -Match ([regex]::Escape("Remove $name ($reference) on sandbox-admin"))
    }

    It 'shows the body of a write with -Debug, without its secrets' {
        $shown = (Update-OSImage $name -Annotation @{ 'pull-token' = 'hunter2'; note = 'shown' } -WhatIf -Debug 5>&1) -join "`n"
        $shown | Should -Match '"note":"shown"'
        $shown | Should -Not -Match 'hunter2'
        (Invoke-TestProcess "Update-OSImage '$name' -Annotation @{ 'pull-token' = 'hunter2' } -WhatIf") -join ' ' | Should -Match 'pull-token=\*{8}'
        $shown | Should -Not -Match ([regex]::Escape($current.AdminToken))
    }

    It 'tells with -Verbose which cluster it is, and who one is there' {
        (Get-OSImage -First 1 -Verbose 4>&1)[0] | Should -Match '^Cluster: sandbox-admin \(https://.*\), as admin$'
    }
}

Describe 'A runspace without a connection of its own' {
    It 'fails closed, and says the line that helps' {
        $errors = 1 | ForEach-Object -Parallel {
            Import-Module $using:manifest
            try { Get-OSImage -First 1 -ErrorAction Stop } catch { "$($_.FullyQualifiedErrorId) $_" }
        }
        $errors | Should -Match '^NotConnected,'
        $errors | Should -Match ([regex]::Escape('-Cluster $using:cluster'))
    }

    It 'works with the connection that it is given' {
        $cluster = Get-OSImageCluster
        1..2 | ForEach-Object -Parallel {
            Import-Module $using:manifest
            (Get-OSImage -First 1 -Cluster $using:cluster).Cluster.Server
        } | Should -Be @($current.Address.TrimEnd('/'), $current.Address.TrimEnd('/'))
    }
}

Describe 'Get-OSImageCluster' {
    It 'shows the cluster that would be used, also when nobody has connected' {
        Invoke-TestProcess "'<' + (Get-OSImageCluster).Context + '> <' + (Get-OSImageCluster).Server + '>'" |
            Should -Be "<sandbox-admin> <$($current.Address.TrimEnd('/'))>"
    }

    It 'says why when there is none' {
        Invoke-TestProcess '$env:KUBECONFIG = "/nowhere/config"; $null = Get-OSImageCluster -ErrorAction SilentlyContinue -ErrorVariable e; $e[0].FullyQualifiedErrorId' |
            Should -Be 'NoConfiguration,OpenShiftImage.Commands.GetOSImageClusterCommand'
    }
}
