# What Tab suggests.

BeforeAll {
    Import-Module "$PSScriptRoot/Cluster.psm1" -Force
    Import-ModuleUnderTest
    $sandbox = Start-Sandbox -Images 120
    $names = (Get-OSImage).Name

    function Complete([string] $Typed) {
        # What is told of why there are none is text, no suggestion.
        (TabExpansion2 $Typed $Typed.Length).CompletionMatches | Where-Object ResultType -notin 'Text' | ForEach-Object CompletionText
    }

    # Gives what Tab tells where there is nothing to suggest; it must leave what is typed as it is.
    function Get-Note([string] $Typed) {
        $found = TabExpansion2 $Typed $Typed.Length
        $found.CompletionMatches.Count | Should -Be 2
        foreach ($result in $found.CompletionMatches) {
            ($Typed.Remove($found.ReplacementIndex, $found.ReplacementLength) + $result.CompletionText).TrimEnd() | Should -Be $Typed.TrimEnd()
            $result.ListItemText
        }
    }

    # Gives suggestions, as Complete, where there must be some. A suggestion has less than half a second, which on a busy machine
    # can be too little: then Tab is pressed again.
    function Suggest([string] $Typed) {
        foreach ($press in 1..10) {
            $found = Complete $Typed
            if ($found) {
                return $found
            }
        }
    }
}

AfterAll {
    Stop-Sandbox $sandbox
}

Describe 'Tab' {
    It 'completes the cmdlets and their parameters' {
        Suggest 'Get-OSIm' | Should -Be 'Get-OSImage', 'Get-OSImageBase', 'Get-OSImageCluster', 'Get-OSImageUsage'
        Suggest 'Get-OSImage -LabelS' | Should -Be '-LabelSelector'
        Suggest 'Update-OSImage x -PatchType ' | Should -Be 'Apply', 'Json', 'Merge', 'StrategicMerge'
        Suggest 'New-OSImage -FieldValidation s' | Should -Be 'Strict'
        Suggest 'Wait-OSImage x -For ' | Should -Be 'Exists', 'Deleted'
    }

    It 'completes policies and their rules' {
        Suggest 'Test-OSImage -Policy ' | Select-Object -First 3 | Should -Be 'Baseline', 'Strict', 'DisaStig'
        Suggest 'Test-OSImage -Policy Strict -Rule Max' | Should -Be 'MaximumAge', 'MaximumSize', 'MaximumLayers'
        Suggest 'Test-OSImage -Rule Pull' | Should -Be 'PulledByDigest'
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
        Suggest "${Typed}sha256:0" | Should -Be ($names -like 'sha256:0*')
        Suggest "$Typed$($names[0].Substring(0, 40))" | Should -Be $names[0]
        # As 'oc get images' is often pasted: without the algorithm.
        Suggest "$Typed$($names[0].Substring(7, 20))" | Should -Be $names[0]
    }

    It 'offers a hundred suggestions at most, behind which each name is found' {
        $found = Suggest 'Get-OSImage '
        $found.Count | Should -BeIn (2..100)
        foreach ($name in $names) {
            @($found | Where-Object { $name.StartsWith($_) }).Count | Should -Be 1
        }
    }

    It 'completes names within quotes' {
        Suggest "Get-OSImage '$($names[0].Substring(0, 40))" | Should -Match $names[0]
    }

    It 'completes labels, and then their values' {
        Suggest 'Get-OSImage -LabelSelector ' | Should -Be 'app=', 'tier='
        Suggest 'Get-OSImage -LabelSelector app=' | Should -Be 'app=api', 'app=db', 'app=web'
        Suggest "Watch-OSImage -LabelSelector 'app=web,tier=f" | Should -Be "'app=web,tier=front'"
        Suggest 'Remove-OSImage -LabelSelector t' | Should -Be 'tier='
    }

    It 'completes fields, and then names' {
        Suggest 'Get-OSImage -FieldSelector metadata.na' | Should -Contain 'metadata.name='
        Suggest "Get-OSImage -FieldSelector metadata.name=$($names[0].Substring(0, 40))" | Should -Be "metadata.name=$($names[0])"
    }

    It 'completes contexts: <Typed>' -ForEach @(
        @{ Typed = 'Connect-OSImageCluster ' }
        @{ Typed = 'Connect-OSImageCluster -Context ' }
        @{ Typed = 'Get-OSImage -Cluster ' }
        @{ Typed = 'Remove-OSImage x -Cluster ' }
    ) {
        Suggest $Typed | Should -Be 'sandbox-admin', 'sandbox-alice'
        Suggest "${Typed}sandbox-al" | Should -Be 'sandbox-alice'
    }

    It 'asks the cluster that the command would ask' {
        Suggest 'Get-OSImage -Cluster sandbox-admin sha256:0' | Should -Not -BeNullOrEmpty
        # alice may not list.
        Complete 'Get-OSImage -Cluster sandbox-alice sha256:0' | Should -BeNullOrEmpty
        @(foreach ($press in 1..10) { Get-Note 'Get-OSImage -Cluster sandbox-alice sha256:0' }) -match 'alice' | Should -Not -BeNullOrEmpty
    }

    It 'tells why it suggests nothing: <Typed>' -ForEach @(
        @{ Typed = 'Get-OSImage no-such' }
        @{ Typed = 'Update-OSImage no-such' }
        @{ Typed = 'Get-OSImage -Cluster no-such' }
        @{ Typed = 'Get-OSImage -LabelSelector no-such' }
    ) {
        @(foreach ($press in 1..10) { Get-Note $Typed }) | Should -Contain "(nothing begins with 'no-such')"
    }

    It 'is quick, and tells what is wrong, when there is no cluster' {
        $before = $Error.Count
        $env:KUBECONFIG = "$TestDrive/missing"
        try {
            $clock = [Diagnostics.Stopwatch]::StartNew()
            Complete 'Get-OSImage sha256:' | Should -BeNullOrEmpty
            Complete 'Get-OSImage -LabelSelector a' | Should -BeNullOrEmpty
            $clock.Elapsed.TotalSeconds | Should -BeLessThan 5
            Get-Note 'Get-OSImage ' | Select-Object -First 1 | Should -BeLike '*kubeconfig*'
            $Error.Count | Should -Be $before
        }
        finally {
            $env:KUBECONFIG = $sandbox.Kubeconfig
        }
    }
}
