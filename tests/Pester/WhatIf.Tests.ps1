# -WhatIf is the server's dry run: nothing changes, and what it refuses is refused. -Confirm asks, and a script must not hang on it.

BeforeAll {
    Import-Module "$PSScriptRoot/Cluster.psm1" -Force
    Import-ModuleUnderTest
    $sandbox = Start-Sandbox -Images 40
    $image = Get-OSImage -LabelSelector app | Select-Object -First 1
    $name = $image.Name

    # Runs a script in a runspace without a host, which keeps to itself what -WhatIf tells people. Gives output and errors.
    function Invoke-Quietly([string] $Script) {
        $shell = [powershell]::Create()
        try {
            $null = $shell.AddScript('param($manifest, $name) Import-Module $manifest').AddArgument((Get-ManifestUnderTest)).AddArgument($name).Invoke()
            $shell.Commands.Clear()
            $null = $shell.AddScript('param($name)' + $Script).AddArgument($name)
            @{ Output = @($shell.Invoke()); Errors = @($shell.Streams.Error) }
        }
        finally {
            $shell.Dispose()
        }
    }

    # All that can change of a cluster, as one text.
    function Get-State {
        Get-OSImage | ForEach-Object { "$($_.Name) $($_.ResourceVersion)" } | Out-String
    }
}

AfterAll {
    Stop-Sandbox $sandbox
}

Describe '-WhatIf' {
    It 'changes nothing: <Script>' -ForEach @(
        @{ Script = 'New-OSImage -Name new -DockerImageReference a/b:c -WhatIf' }
        @{ Script = '$other = Get-OSImage $name; $other.DockerImageReference = "a/b:c"; $other | Set-OSImage -WhatIf' }
        @{ Script = 'Get-OSImage | Update-OSImage -Label @{ a = "b" } -WhatIf -ThrottleLimit 8' }
        @{ Script = 'Update-OSImage $name @{ dockerImageReference = "a/b:c" } -WhatIf' }
        @{ Script = 'Remove-OSImage $name -WhatIf' }
        @{ Script = 'Get-OSImage | Remove-OSImage -WhatIf' }
        @{ Script = 'Remove-OSImage -LabelSelector app -WhatIf' }
        @{ Script = 'Remove-OSImage -All -WhatIf' }
        @{ Script = '$WhatIfPreference = $true; Get-OSImage $name | Remove-OSImage' }
    ) {
        $before = Get-State
        (Invoke-Quietly $Script).Errors | Should -BeNullOrEmpty
        Get-State | Should -Be $before
    }

    It 'gives with -PassThru the Image as it would be' {
        $would = Invoke-Quietly 'Update-OSImage $name -Label @{ reviewed = "yes" } -WhatIf -PassThru'
        $would.Errors | Should -BeNullOrEmpty
        $would.Output.Labels['reviewed'] | Should -Be 'yes'
        (Get-OSImage $name).Labels['reviewed'] | Should -BeNullOrEmpty
    }

    It 'reports what the server would refuse as <Id>: <Case>' -ForEach @(
        @{ Case = 'a name that is taken'; Id = 'AlreadyExists'; Script = 'New-OSImage -Name $name -DockerImageReference a/b:c -WhatIf' }
        @{ Case = 'a label that is none'; Id = 'Invalid'; Script = 'Update-OSImage $name -Label @{ "bad key!" = "x" } -WhatIf' }
        @{ Case = 'an Image that is not there'; Id = 'NotFound'; Script = 'Remove-OSImage no-such-image -WhatIf' }
        @{ Case = 'a field that is unknown'; Id = 'BadRequest'; Script = 'New-OSImage @{ metadata = @{ name = "n" }; dockerImageReference = "a/b:c"; bogus = 1 } -FieldValidation Strict -WhatIf' }
        @{ Case = 'a version that is not the stored one'; Id = 'Conflict'; Script = '$old = Get-OSImage $name; $old.Metadata.ResourceVersion = "1"; $old | Set-OSImage -WhatIf' }
    ) {
        $refused = Invoke-Quietly $Script
        $refused.Output | Should -BeNullOrEmpty
        $refused.Errors.Count | Should -Be 1
        $refused.Errors[0].FullyQualifiedErrorId | Should -BeLike "$Id,OpenShiftImage.Commands.*"
    }

    It 'tells people what would be done, and how many a selector would remove' {
        $count = @(Get-OSImage -LabelSelector app).Count
        # In a process of its own: this goes to people, past all streams.
        $told = Invoke-TestProcess "Update-OSImage '$name' -Label @{ a = 'b' } -WhatIf; Remove-OSImage -LabelSelector app -WhatIf"
        "$told" | Should -Match "What if: Update labels \(a=b\) of $name"
        "$told" | Should -Match "What if: $count Images would be removed"
    }

    It 'writes no file' {
        (Invoke-Quietly "Get-OSImage -First 2 | Export-OSImage -Path '$TestDrive/dry.yaml' -WhatIf").Errors | Should -BeNullOrEmpty
        "$TestDrive/dry.yaml" | Should -Not -Exist
    }
}

Describe '-Confirm' {
    It 'is asked by Remove-OSImage, and where nobody can answer nothing is removed' {
        $told = Invoke-TestProcess "Remove-OSImage '$name'; 'went on'" -Option '-NonInteractive'
        "$told" | Should -Match 'NonInteractive'
        "$told" | Should -Match 'went on'
        (Get-OSImage $name).Name | Should -Be $name
    }

    It 'is not asked by the others' {
        $told = Invoke-TestProcess "Update-OSImage '$name' -Label @{ confirmed = 'no' }; 'went on'" -Option '-NonInteractive'
        $told | Should -Be 'went on'
        (Get-OSImage $name).Labels['confirmed'] | Should -Be 'no'
    }

    It 'is answered beforehand by -Confirm:$false and by $ConfirmPreference' {
        $first, $second = 1..2 | ForEach-Object { (New-OSImage -Name (New-TestName) -DockerImageReference a/b:c).Name }
        $told = Invoke-TestProcess "Remove-OSImage $first -Confirm:`$false -WarningAction Ignore; `$ConfirmPreference = 'None'; Remove-OSImage $second" -Option '-NonInteractive'
        $told | Should -BeNullOrEmpty
        Get-OSImage | Where-Object Name -in $first, $second | Should -BeNullOrEmpty
    }
}
