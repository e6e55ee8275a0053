# Images held against policies, as one does at a prompt and in a CI system.

BeforeAll {
    Import-Module "$PSScriptRoot/Cluster.psm1" -Force
    Import-ModuleUnderTest
    $sandbox = Start-Sandbox
    $module = (Get-Module OpenShiftImage).ModuleBase
    $secret = 'ghp_0123456789abcdefghijABCDEFGHIJ012345'
    $leaky = New-OSImage -Name (New-TestName) -DockerImageReference 'quay.io/shop/leaky:1' -DockerImageManifestMediaType 'application/vnd.oci.image.manifest.v1+json' -Label @{ kind = 'leaky' } -DockerImageMetadata @{
        Architecture = 'amd64'; Size = 2GB; Created = '2026-01-01T00:00:00Z'
        Config       = @{ User = 'root'; Env = "DEPLOY=$secret", 'DB_PASSWORD=hunter2'; ExposedPorts = @{ '22/tcp' = @{} }; Labels = @{ 'com.redhat.component' = 'ubi7-container' } }
    }
}

AfterAll {
    Stop-Sandbox $sandbox
}

Describe 'Test-OSImage' {
    It 'finds what breaks Baseline, which is the default' {
        $failed = @(Test-OSImage -FailedOnly)
        $failed.Name | Select-Object -Unique | Should -Be $leaky.Name
        $failed.Rule | Should -Be 'NoSecretInEnv', 'PulledByDigest', 'EndOfLifeBase'
        $failed[0] | Should -BeOfType 'OpenShiftImage.ImageTestResult'
        $failed[0].Image.Name | Should -Be $leaky.Name
        Test-OSImage -Quiet | Should -BeFalse
        Get-OSImage | Where-Object Name -ne $leaky.Name | Test-OSImage -Quiet | Should -BeTrue
    }

    It 'shows no value of a secret, in whatever stream and format' {
        $all = Get-OSImage $leaky.Name | Test-OSImage -Policy Strict, DisaStig -Verbose -Debug *>&1
        $shown = @(
            $all | Format-List * | Out-String -Width 500
            $all | Format-Table | Out-String -Width 500
            $all | Where-Object Rule | ConvertTo-OSImageSarif
            $all | Where-Object Rule | Select-Object * -ExcludeProperty Image | ConvertTo-Json -Depth 3
        ) -join "`n"
        $shown | Should -Match 'DEPLOY \(a GitHub token\), DB_PASSWORD \(by its name\)'
        $shown | Should -Not -Match 'ghp_|hunter2'
    }

    It 'finds with Strict what Strict adds' {
        (Get-OSImage $leaky.Name | Test-OSImage -Policy Strict -FailedOnly).Rule | Sort-Object |
            Should -Be 'EndOfLifeBase', 'ExposedPort', 'MaximumAge', 'MaximumLayers', 'MaximumSize', 'NoRoot', 'NoSecretInEnv', 'PulledByDigest'
    }

    It 'cites the ids of the STIG' {
        Test-OSImage -Policy DisaStig | ForEach-Object RuleId | Sort-Object -Unique | Should -Be 'CNTR-OS-000380', 'CNTR-OS-000660', 'CNTR-OS-000890'
    }

    It 'has Used and Unused say the opposite, as Get-OSImageUsage does' {
        $used = @(Test-OSImage -Policy @{ Rules = @{ Used = @{ By = 'Workload' } } } | Where-Object Passed | ForEach-Object Name)
        $unused = @(Test-OSImage -Policy @{ Rules = @{ Unused = @{ By = 'Workload' } } } | Where-Object Passed | ForEach-Object Name)
        $used.Count + $unused.Count | Should -Be @(Get-OSImage).Count
        Compare-Object $used $unused -IncludeEqual -ExcludeDifferent | Should -BeNullOrEmpty
        # Members of manifest lists that are used have no workload of their own.
        Get-OSImageUsage | Where-Object Workloads | Where-Object Name -notin $used | Should -BeNullOrEmpty
    }

    It 'is an error for who may not read what uses Images, and nothing is unused then' {
        $rows = Test-OSImage -Policy @{ Rules = @{ Unused = $true } } -Cluster sandbox-alice -ErrorAction SilentlyContinue -ErrorVariable failed
        $rows | Should -BeNullOrEmpty
        $failed[0].FullyQualifiedErrorId | Should -BeLike 'Forbidden,*'
    }

    It 'works in ConstrainedLanguage mode, where a script is no rule of the module' {
        $lines = Invoke-TestProcess @"
            Get-OSImage -First 3 > `$null
            `$ExecutionContext.SessionState.LanguageMode = 'ConstrainedLanguage'
            Get-OSImage -First 3 | Test-OSImage -Policy @{ Rules = @{ PulledByDigest = `$true } } | ForEach-Object Passed
"@
        $lines | Should -Contain 'True'
    }

    It 'shows what failed in red where colours are wanted, and what breaks is readable' {
        $text = Get-OSImage $leaky.Name | Test-OSImage -Rule PulledByDigest | Out-String -Width 120
        $text | Should -Match 'RULE +PASSED SEVERITY +REFERENCE +MESSAGE'
        $text | Should -Match 'PulledByDigest .*False.* Warning +quay.io/shop/leaky:1 +The reference has no digest'
    }
}

Describe 'The policies that come with the module' {
    It 'are as the schema has them: <_>' -ForEach 'Baseline', 'Strict', 'DisaStig' {
        $data = Import-PowerShellDataFile "$module/policies/$_.psd1"
        ConvertTo-Json $data -Depth 10 | Test-Json -SchemaFile "$module/policies/policy.schema.json" | Should -BeTrue
    }

    It 'are no schema''s where they say what there is not' {
        '{ "Rules": { "NoRot": true } }' | Test-Json -SchemaFile "$module/policies/policy.schema.json" -ErrorAction SilentlyContinue | Should -BeFalse
    }
}

Describe 'Results for a CI system' {
    It 'are one log of SARIF' {
        $log = Test-OSImage -FailedOnly | ConvertTo-OSImageSarif -Category prod | ConvertFrom-Json
        $log.version | Should -Be '2.1.0'
        $log.runs.Count | Should -Be 1
        $log.runs[0].results.Count | Should -Be 3
        $log.runs[0].results[0].locations[0].physicalLocation.artifactLocation.uri | Should -Be 'quay.io/shop/leaky'
        $log.runs[0].tool.driver.rules.id | Should -Be 'Baseline/NoSecretInEnv', 'Baseline/PulledByDigest', 'Baseline/EndOfLifeBase'
    }

    It 'are tests of Pester, whose file of JUnit''s names what failed' {
        Set-Content "$TestDrive/Images.Tests.ps1" @'
BeforeDiscovery { $rules = Test-OSImage -ErrorAction Stop | Group-Object Rule }
Describe 'Images' {
    It 'keep <_.Name>' -ForEach $rules { $_.Group | Where-Object -not Passed | Select-Object -First 10 | Should -BeNullOrEmpty }
}
'@
        $pester = (Get-Module Pester | Sort-Object Version | Select-Object -Last 1).Path -replace 'm1$', 'd1'
        $null = Invoke-TestProcess @"
            Import-Module '$pester'
            Invoke-Pester -Configuration @{
                Run        = @{ Path = '$TestDrive/Images.Tests.ps1' }
                Output     = @{ Verbosity = 'None' }
                TestResult = @{ Enabled = `$true; OutputFormat = 'JUnitXml'; OutputPath = '$TestDrive/images.xml' }
            }
"@
        $xml = [xml] (Get-Content "$TestDrive/images.xml" -Raw)
        $cases = $xml.testsuites.testsuite.testcase
        $cases.Count | Should -Be 4
        @($cases | Where-Object status -eq Failed).Count | Should -Be 3
        $xml.OuterXml | Should -Match 'PulledByDigest: quay.io/shop/leaky:1: The reference has no digest'
        $xml.OuterXml | Should -Not -Match 'ghp_|hunter2'
    }
}
