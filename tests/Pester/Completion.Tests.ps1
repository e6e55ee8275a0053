# What Tab suggests.

BeforeAll {
    Import-Module "$PSScriptRoot/Cluster.psm1" -Force
    Import-ModuleUnderTest
    $sandbox = Start-Sandbox -Images 120
    $names = (Get-OSImage).Name

    function Complete([string] $Typed) {
        # Files of the current folder are PowerShell's own suggestions, where ours has none.
        (TabExpansion2 $Typed $Typed.Length).CompletionMatches | Where-Object ResultType -ne 'ProviderItem' | ForEach-Object CompletionText
    }

    # Loads what the first use loads: the time for a suggestion is short.
    $null = Complete 'Get-OSImage sha256:0'
}

AfterAll {
    Stop-Sandbox $sandbox
}

Describe 'Tab' {
    It 'completes the cmdlets and their parameters' {
        Complete 'Get-OSIm' | Should -Be 'Get-OSImage', 'Get-OSImageCluster'
        Complete 'Get-OSImage -LabelS' | Should -Be '-LabelSelector'
        Complete 'Update-OSImage x -PatchType ' | Should -Be 'Apply', 'Json', 'Merge', 'StrategicMerge'
        Complete 'New-OSImage -FieldValidation s' | Should -Be 'Strict'
        Complete 'Wait-OSImage x -For ' | Should -Be 'Exists', 'Deleted'
    }

    It 'completes names: <Typed>' -ForEach @(
        @{ Typed = 'Get-OSImage ' }
        @{ Typed = 'Get-OSImage -Name ' }
        @{ Typed = 'Update-OSImage ' }
        @{ Typed = 'Remove-OSImage ' }
        @{ Typed = 'Watch-OSImage ' }
        @{ Typed = 'Wait-OSImage ' }
        @{ Typed = 'Export-OSImage -Path x -Name ' }
    ) {
        Complete "${Typed}sha256:0" | Should -Be ($names -like 'sha256:0*')
        Complete "$Typed$($names[0].Substring(0, 40))" | Should -Be $names[0]
        # As 'oc get images' is often pasted: without the algorithm.
        Complete "$Typed$($names[0].Substring(7, 20))" | Should -Be $names[0]
    }

    It 'offers a hundred names at most' {
        @(Complete 'Get-OSImage ').Count | Should -Be 100
    }

    It 'completes names within quotes' {
        Complete "Get-OSImage '$($names[0].Substring(0, 40))" | Should -Match $names[0]
    }

    It 'completes labels, and then their values' {
        Complete 'Get-OSImage -LabelSelector ' | Should -Be 'app=', 'tier='
        Complete 'Get-OSImage -LabelSelector app=' | Should -Be 'app=api', 'app=db', 'app=web'
        Complete "Watch-OSImage -LabelSelector 'app=web,tier=f" | Should -Be "'app=web,tier=front'"
        Complete 'Remove-OSImage -LabelSelector t' | Should -Be 'tier='
    }

    It 'completes fields, and then names' {
        Complete 'Get-OSImage -FieldSelector metadata.na' | Should -Contain 'metadata.name='
        Complete "Get-OSImage -FieldSelector metadata.name=$($names[0].Substring(0, 40))" | Should -Be "metadata.name=$($names[0])"
    }

    It 'completes contexts: <Typed>' -ForEach @(
        @{ Typed = 'Connect-OSImageCluster ' }
        @{ Typed = 'Connect-OSImageCluster -Context ' }
        @{ Typed = 'Get-OSImage -Cluster ' }
        @{ Typed = 'Remove-OSImage x -Cluster ' }
    ) {
        Complete $Typed | Should -Be 'sandbox-admin', 'sandbox-alice'
        Complete "${Typed}sandbox-al" | Should -Be 'sandbox-alice'
    }

    It 'asks the cluster that the command would ask' {
        # alice may not list.
        Complete 'Get-OSImage -Cluster sandbox-alice sha256:0' | Should -BeNullOrEmpty
        Complete 'Get-OSImage -Cluster sandbox-admin sha256:0' | Should -Not -BeNullOrEmpty
    }

    It 'is quick and silent when there is no cluster' {
        $before = $Error.Count
        $env:KUBECONFIG = "$TestDrive/missing"
        try {
            $clock = [Diagnostics.Stopwatch]::StartNew()
            Complete 'Get-OSImage sha256:' | Should -BeNullOrEmpty
            Complete 'Get-OSImage -LabelSelector a' | Should -BeNullOrEmpty
            $clock.Elapsed.TotalSeconds | Should -BeLessThan 5
            $Error.Count | Should -Be $before
        }
        finally {
            $env:KUBECONFIG = $sandbox.Kubeconfig
        }
    }
}
