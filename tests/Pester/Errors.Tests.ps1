# Errors that scripts can branch on: a stable id, a category, the object, and what to do next.

BeforeAll {
    Import-Module "$PSScriptRoot/Cluster.psm1" -Force
    Import-ModuleUnderTest
    $sandbox = Start-Sandbox -Images 30
    $name = (Get-OSImage -First 1).Name
}

AfterAll {
    Stop-Sandbox $sandbox
}

Describe 'The error <Id>' {
    It 'has the category <Category>, the id of <Command>, and the target' -ForEach @(
        @{ Id = 'NotFound'; Category = 'ObjectNotFound'; Command = 'GetOSImage'; Target = 'no-such-image'; Script = { Get-OSImage no-such-image -ErrorAction Stop } }
        @{ Id = 'NotFound'; Category = 'ObjectNotFound'; Command = 'UpdateOSImage'; Target = 'no-such-image'; Script = { Update-OSImage no-such-image -Label @{ a = 'b' } -ErrorAction Stop } }
        @{ Id = 'NotFound'; Category = 'ObjectNotFound'; Command = 'RemoveOSImage'; Target = 'no-such-image'; Script = { Remove-OSImage no-such-image -Confirm:$false -WarningAction Ignore -ErrorAction Stop } }
        @{ Id = 'NotFound'; Category = 'ObjectNotFound'; Command = 'ExportOSImage'; Target = 'no-such-image'; Script = { Export-OSImage -Name no-such-image -Path "$TestDrive/x.yaml" -ErrorAction Stop } }
        @{ Id = 'AlreadyExists'; Category = 'ResourceExists'; Command = 'NewOSImage'; Target = '<name>'; Script = { New-OSImage -Name $name -DockerImageReference a/b:c -ErrorAction Stop } }
        @{ Id = 'Invalid'; Category = 'InvalidData'; Command = 'UpdateOSImage'; Target = '<name>'; Script = { Update-OSImage $name -Label @{ 'bad key!' = 'x' } -ErrorAction Stop } }
        @{ Id = 'Invalid'; Category = 'InvalidData'; Command = 'SetOSImage'; Target = '<name>'; Script = { Set-OSImage @{ metadata = @{ name = $name }; dockerImageReference = 'a/b:c' } -ErrorAction Stop } }
        @{ Id = 'BadRequest'; Category = 'InvalidData'; Command = 'GetOSImage'; Target = '*'; Script = { Get-OSImage -LabelSelector 'a in (' -ErrorAction Stop } }
        @{ Id = 'InvalidImage'; Category = 'InvalidArgument'; Command = 'NewOSImage'; Target = '*'; Script = { New-OSImage '{' -ErrorAction Stop } }
        @{ Id = 'InvalidPatch'; Category = 'InvalidArgument'; Command = 'UpdateOSImage'; Target = '*'; Script = { Update-OSImage $name -Patch '{' -ErrorAction Stop } }
        @{ Id = 'NothingToUpdate'; Category = 'InvalidArgument'; Command = 'UpdateOSImage'; Target = '*'; Script = { Update-OSImage $name -ErrorAction Stop } }
        @{ Id = 'InvalidName'; Category = 'InvalidArgument'; Command = 'GetOSImage'; Target = 'a%b'; Script = { Get-OSImage a%b -ErrorAction Stop } }
        @{ Id = 'WildcardInName'; Category = 'InvalidArgument'; Command = 'RemoveOSImage'; Target = 'sha*'; Script = { Remove-OSImage 'sha*' -Confirm:$false -WarningAction Ignore -ErrorAction Stop } }
        @{ Id = 'WildcardInName'; Category = 'InvalidArgument'; Command = 'WatchOSImage'; Target = 'sha*'; Script = { Watch-OSImage 'sha*' -Count 1 -ErrorAction Stop } }
        @{ Id = 'LimitWithPaging'; Category = 'InvalidArgument'; Command = 'GetOSImage'; Target = '*'; Script = { Get-OSImage -Limit 5 -First 2 -ErrorAction Stop } }
        @{ Id = 'SelectorSelectsAll'; Category = 'InvalidArgument'; Command = 'RemoveOSImage'; Target = '*'; Script = { Remove-OSImage -LabelSelector ',' -Confirm:$false -ErrorAction Stop } }
        @{ Id = 'Forbidden'; Category = 'PermissionDenied'; Command = 'GetOSImage'; Target = '*'; Script = { Get-OSImage -Cluster sandbox-alice -ErrorAction Stop } }
        @{ Id = 'ContextNotFound'; Category = 'ObjectNotFound'; Command = 'GetOSImage'; Target = '*'; Script = { Get-OSImage -Cluster no-such-context -ErrorAction Stop } }
    ) {
        $failure = $Script | Should -Throw -ErrorId "$Id,OpenShiftImage.Commands.${Command}Command" -PassThru
        $failure.CategoryInfo.Category | Should -Be $Category
        "$($failure.TargetObject)" | Should -BeLike $Target.Replace('<name>', $name)
        # People get a sentence, and not where in the code it happened.
        "$failure" | Should -Not -BeNullOrEmpty
        "$failure" | Should -Not -Match '(?m)^\s*at '
    }

    It 'is one that try and catch can branch on' {
        $done = try {
            Get-OSImage no-such-image -ErrorAction Stop
            'found'
        }
        catch {
            switch -Wildcard ($_.FullyQualifiedErrorId) {
                'NotFound,*' { 'created' }
                default { 'failed' }
            }
        }
        $done | Should -Be 'created'
    }

    It 'is one that catch can choose by type' {
        $code = try {
            Get-OSImage no-such-image -ErrorAction Stop
        }
        catch [OpenShiftImage.ApiException] {
            $_.Exception.StatusCode
        }
        $code | Should -Be 404
    }

    It 'says what to do next' {
        $failure = { Get-OSImage no-such-image -ErrorAction Stop } | Should -Throw -PassThru
        $failure.ErrorDetails.RecommendedAction | Should -Match 'Get-OSImage'
        $failure = { Get-OSImage -Cluster sandbox-alice -ErrorAction Stop } | Should -Throw -PassThru
        $failure.ErrorDetails.RecommendedAction | Should -Match 'administrator'
    }
}

Describe 'One failure among many' {
    It 'does not keep the others, and is in -ErrorVariable' {
        $images = Get-OSImage $name, no-such-image, $name -ErrorAction SilentlyContinue -ErrorVariable failures
        $images.Name | Should -Be $name, $name
        $failures.Count | Should -Be 1
        $failures[0].FullyQualifiedErrorId | Should -BeLike 'NotFound,*'
        $failures[0].TargetObject | Should -Be 'no-such-image'
    }

    It 'in a pipeline of writes does not keep the others' {
        $names = (New-TestName), (New-TestName)
        $made = "{`"metadata`":{`"name`":`"$($names[0])`"},`"dockerImageReference`":`"a/b:c`"}", '{', "{`"metadata`":{`"name`":`"$($names[1])`"},`"dockerImageReference`":`"a/b:c`"}" |
            New-OSImage -ErrorAction SilentlyContinue -ErrorVariable failures
        $made.Name | Should -Be $names
        $failures.FullyQualifiedErrorId | Should -Be 'InvalidImage,OpenShiftImage.Commands.NewOSImageCommand'
    }

    It 'sets $? and is counted in $Error' {
        $before = $Error.Count
        Get-OSImage no-such-image -ErrorAction SilentlyContinue
        $ok = $?
        $ok | Should -BeFalse
        $Error.Count | Should -Be ($before + 1)
        Get-OSImage no-such-image -ErrorAction Ignore
        $Error.Count | Should -Be ($before + 1)
    }

    It 'ends a script with $ErrorActionPreference = Stop, with exit code 1' {
        $told = Invoke-TestProcess '$ErrorActionPreference = "Stop"; Get-OSImage no-such-image; "went on"'
        $LASTEXITCODE | Should -Be 1
        "$told" | Should -Match 'not found'
        $told | Should -Not -Contain 'went on'
    }
}
