# That ClusterChecks.Tests.ps1 finds what offends: checks that cannot fail check nothing.

BeforeAll {
    Import-Module "$PSScriptRoot/Cluster.psm1" -Force
    Import-ModuleUnderTest
    $sandbox = Start-Sandbox
    Get-OSImage | Where-Object IsSigned | Update-OSImage -Label @{ release = 'yes' } -ThrottleLimit 8
    # What runs and would be pruned: kept here, and put back where the checks are to find it.
    $unsafe = @(Get-OSImageUsage -Verdict Prune | Where-Object Risk -ne None | ForEach-Object Name | Get-OSImage)
    $unsafe | Remove-OSImage -Confirm:$false -WarningAction SilentlyContinue
    $pester = (Get-Module Pester | Sort-Object Version | Select-Object -Last 1).Path -replace 'm1$', 'd1'

    # Runs the checks, once for each hashtable, in a pwsh of its own, as a user would. Gives of each run what became of its tests.
    function Invoke-Check([hashtable[]] $Data) {
        foreach ($one in $Data) {
            $one.Kubeconfig = $sandbox.Kubeconfig
        }

        ConvertTo-Json @($Data) | Set-Content "$TestDrive/data.json"
        $lines = Invoke-TestProcess @"
            Import-Module '$pester'
            `$runs = foreach (`$data in Get-Content '$TestDrive/data.json' -Raw | ConvertFrom-Json -AsHashtable) {
                `$container = New-PesterContainer -Path '$PSScriptRoot/ClusterChecks.Tests.ps1' -Data `$data
                `$tests = @{}
                (Invoke-Pester -Container `$container -PassThru -Output None).Tests | ForEach-Object { `$tests[`$_.Data.Name ?? `$_.Name] = @{ Result = `$_.Result; Says = "`$(`$_.ErrorRecord)" } }
                `$tests
            }
            ConvertTo-Json @(`$runs) -Depth 3 | Set-Content '$TestDrive/result.json'
"@
        "$TestDrive/result.json" | Should -Exist -Because "$lines"
        Get-Content "$TestDrive/result.json" -Raw | ConvertFrom-Json -AsHashtable
        Remove-Item "$TestDrive/result.json"
    }

    function Add-Image([hashtable] $Image) {
        $Image.metadata ??= @{}
        $Image.metadata.name = New-TestName
        $Image.dockerImageReference ??= "quay.io/example/app@sha256:$('a' * 64)"
        $Image.dockerImageMetadata ??= @{ Architecture = 'amd64'; Created = '2026-01-01T00:00:00Z'; Size = 1000 }
        ($Image | New-OSImage).Name
    }
}

AfterAll {
    Stop-Sandbox $sandbox
}

Describe 'The checks' {
    BeforeAll {
        $rules = 'pin their content by digest', 'come from the allowed registries', 'are for the allowed platforms', 'are not too old', 'are not too large',
            'are signed where they must be', 'are in an image stream where something runs them'
        $passing, $strict, $empty, $forbidden, $missing = Invoke-Check @(
            @{}
            @{ AllowedRegistry = @('registry.redhat.io'); AllowedPlatform = @('amd64'); MaxSizeGB = 0.1; MaxAgeDays = 1; SignedLabel = @{}; MaxPrunableGB = 0.1 }
            @{ Label = @{ no = 'such' } }
            @{ Context = 'sandbox-alice' }
            @{ Context = 'no-such-context' }
        )
    }

    It 'pass while nothing offends' {
        foreach ($test in @($rules) + 'are there' + 'leave little to prune') {
            $passing[$test].Result | Should -Be 'Passed' -Because "'$test' says: $($passing[$test].Says)"
        }
    }

    It 'fail with stricter settings, and name a few of many' {
        $strict['are there'].Result | Should -Be 'Passed'
        $strict['pin their content by digest'].Result | Should -Be 'Passed'
        $strict['are in an image stream where something runs them'].Result | Should -Be 'Passed'
        $strict['leave little to prune'].Result | Should -Be 'Failed'
        foreach ($rule in $rules | Select-Object -Skip 1 -First 5) {
            $strict[$rule].Result | Should -Be 'Failed' -Because $rule
        }

        $count = @(Get-OSImage | Where-Object Registry -ne 'registry.redhat.io').Count
        $says = $strict['come from the allowed registries'].Says
        $says | Should -Match "and $($count - 5) more, but got $count\."
        $says.Length | Should -BeLessThan 2000
    }

    It 'fail when the labels choose no Image' {
        $empty['are there'].Result | Should -Be 'Failed'
    }

    It 'fail, and do not pass, when the cluster cannot be read' {
        foreach ($unread in $forbidden, $missing) {
            $unread.Count | Should -Be 9
            $unread.Values.Result | Sort-Object -Unique | Should -Be 'Failed'
        }
    }

    It 'fail, each by its rule and with the name, for Images that offend' {
        $offending = [ordered]@{
            'pin their content by digest'                      = Add-Image @{ dockerImageReference = 'quay.io/example/app:latest' }
            'come from the allowed registries'                 = Add-Image @{ dockerImageReference = "evil.example.com/app@sha256:$('a' * 64)" }
            'are for the allowed platforms'                    = Add-Image @{ dockerImageMetadata = @{ Architecture = 'mips'; Size = 1000 } }
            'are not too old'                                  = Add-Image @{ dockerImageMetadata = @{ Architecture = 'amd64'; Created = '2014-01-01T00:00:00Z'; Size = 1000 } }
            'are not too large'                                = Add-Image @{ dockerImageMetadata = @{ Architecture = 'amd64'; Size = 3GB } }
            'are signed where they must be'                    = Add-Image @{ metadata = @{ labels = @{ release = 'yes' } } }
            'are in an image stream where something runs them' = ($unsafe[0] | New-OSImage).Name
        }
        # What has been put back is new, and a prune spares what is young.
        $found = Invoke-Check @{ Prune = @{ KeepYoungerThan = '0s' } }
        foreach ($rule in $rules) {
            $found[$rule].Result | Should -Be 'Failed' -Because $rule
            # One offender, that one, and no other Image is accused.
            $found[$rule].Says | Should -Match "Expected 0, because .*: $($offending[$rule]) \([^;]*\), but got 1\."
        }

        $found['are there'].Result | Should -Be 'Passed'
    }
}
