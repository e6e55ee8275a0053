# What one types: names as a screen shows them, pipelines by property, labels in every form, restoring, removing in batches,
# what a stop tells, and messages that help.

BeforeAll {
    Import-Module "$PSScriptRoot/Cluster.psm1" -Force
    Import-ModuleUnderTest
    $sandbox = Start-Sandbox
    $PSDefaultParameterValues['Remove-OSImage:WarningAction'] = 'SilentlyContinue'

    # Creates Images and gives their names.
    function New-Sample([int] $Count = 1, [hashtable] $Label = @{}) {
        1..$Count | ForEach-Object { (New-OSImage -Name (New-TestName) -DockerImageReference quay.io/example/app:1 -Label $Label).Name }
    }

    # The message of the only error of a script, however it comes.
    function Get-Message([scriptblock] $Script) {
        try {
            $errors = @(& $Script 2>&1 | Where-Object { $_ -is [System.Management.Automation.ErrorRecord] })
        }
        catch {
            $errors = @($_)
        }

        $errors.Count | Should -Be 1
        "$($errors[0])"
    }
}

AfterAll {
    $PSDefaultParameterValues.Remove('Remove-OSImage:WarningAction')
    Stop-Sandbox $sandbox
}

Describe 'Names as a screen or a tool shows them' {
    BeforeAll {
        $image = Get-OSImage | Where-Object { $_.Name -like 'sha256:*' } | Select-Object -First 1
    }

    It 'finds an Image by <Case>' -ForEach @(
        @{ Case = 'the beginning of its digest'; Typed = { $image.Name.Substring(0, 19) } }
        @{ Case = 'the beginning with the sign of a cut'; Typed = { $image.Name.Substring(0, 19) + '…' } }
        @{ Case = 'bare digits'; Typed = { $image.Name.Substring(7, 12) } }
        @{ Case = 'a pull spec with a digest'; Typed = { "quay.io/any/thing@$($image.Name)" } }
    ) {
        (Get-OSImage (& $Typed)).Name | Should -Be $image.Name
    }

    It 'lists what a beginning that is ambiguous could mean' {
        $start = 'sha256:' + [guid]::NewGuid().ToString('N') + '0' * 24
        '00000000', '11111111' | ForEach-Object { $null = New-OSImage -Name "$start$_" -DockerImageReference quay.io/example/app:1 }
        Get-Message { Get-OSImage $start } | Should -Match "${start}0{8}.*${start}1{8}"
    }

    It 'filters by reference and registry' {
        $found = Get-OSImage -Reference '*/nginx*'
        $found | Should -Not -BeNullOrEmpty
        $found | ForEach-Object { $_.DockerImageReference | Should -BeLike '*/nginx*' }
        Get-OSImage -Registry quay.io -First 3 | ForEach-Object { $_.DockerImageReference | Should -BeLike 'quay.io/*' }
    }
}

Describe 'Pipelines by property' {
    It 'exports what a CSV names' {
        $names = New-Sample 2
        $names | ForEach-Object { [pscustomobject]@{ Name = $_; Note = 'x' } } | Export-Csv "$TestDrive/names.csv"
        Import-Csv "$TestDrive/names.csv" | Export-OSImage "$TestDrive/out/"
        (Get-ChildItem "$TestDrive/out").Count | Should -Be 2
    }

    It 'takes <Case>' -ForEach @(
        @{ Case = 'an object with a Digest'; Given = { [pscustomobject]@{ Digest = $name } } }
        @{ Case = 'what ConvertFrom-Json gives'; Given = { Get-OSImage $name -AsJson | ConvertFrom-Json } }
        @{ Case = 'metadata'; Given = { Get-OSImage $name -MetadataOnly } }
    ) {
        $name = New-Sample
        (& $Given | Get-OSImage).Name | Should -Be $name
    }

    It 'refuses an object that names nothing, and does not look for @{…}' {
        Get-Message { [pscustomobject]@{ Colour = 'red' } | Get-OSImage } | Should -Match 'names no Image'
    }
}

Describe 'Labels and selectors' {
    It 'changes labels by <Case>' -ForEach @(
        @{ Case = 'text as kubectl takes it'; Change = { Update-OSImage $name -Label owner=me,draft- } }
        @{ Case = 'a hashtable'; Change = { Update-OSImage $name -Label @{ owner = 'me'; draft = $null } } }
        @{ Case = 'a script block'; Change = { [pscustomobject]@{ Name = $name; Owner = 'me' } | Update-OSImage -Label { @{ owner = $_.Owner; draft = $null } } } }
    ) {
        $name = New-Sample -Label @{ draft = 'yes' }
        & $Change
        $labels = (Get-OSImage $name).Labels
        $labels['owner'] | Should -Be 'me'
        $labels.ContainsKey('draft') | Should -BeFalse
    }

    It 'refuses a value that is no text' {
        Get-Message { Update-OSImage (New-Sample) -Label @{ a = @{ b = 'c' } } } | Should -Match 'which is no text'
    }

    It 'selects by <Selector>' -ForEach @(
        @{ Selector = @{ typing = 'one', 'two' }; Count = 2 }
        @{ Selector = @{ typing = 'one' }; Count = 1 }
        @{ Selector = 'typing in (one,two)'; Count = 2 }
    ) {
        if (-not (Get-OSImage -l typing)) {
            $null = New-Sample -Label @{ typing = 'one' }
            $null = New-Sample -Label @{ typing = 'two' }
        }

        @(Get-OSImage -LabelSelector $Selector).Count | Should -Be $Count
        @(Get-OSImage -Selector $Selector).Count | Should -Be $Count
        @(Get-OSImage -l $Selector).Count | Should -Be $Count
    }
}

Describe 'Restoring a backup' {
    BeforeEach {
        $gone, $changed, $same = New-Sample 3 -Label @{ app = 'web' }
        $folder = "$TestDrive/$([guid]::NewGuid())"
        Get-OSImage $gone, $changed, $same | Export-OSImage "$folder/"
        Remove-OSImage $gone -Force
        Update-OSImage $changed -Label app=other
    }

    It 'creates, replaces, leaves alone, and reports to the person, not to the pipeline' {
        $output = Import-OSImage $folder | Set-OSImage -Force -InformationVariable told 6> $null
        $output | Should -BeNullOrEmpty
        "$told" | Should -Be '3 Images: 1 created, 1 replaced, 1 unchanged.'
        Get-OSImage $gone, $changed, $same | ForEach-Object { $_.Labels['app'] | Should -Be 'web' }
    }

    It 'tells before what it would do' {
        $lines = Invoke-TestProcess "Import-OSImage '$folder' | Set-OSImage -Force -WhatIf"
        $lines | Should -Contain "What if: Create $gone (quay.io/example/app:1) on sandbox-admin"
        $lines | Should -Contain "What if: Replace $changed (quay.io/example/app:1) on sandbox-admin"
        $lines | Should -Contain "What if: Leave unchanged $same (quay.io/example/app:1) on sandbox-admin"
        $lines | Should -Contain 'What if: 3 Images: 1 created, 1 replaced, 1 unchanged.'
        (Get-OSImage $changed).Labels['app'] | Should -Be 'other'
    }
}

Describe 'Removing in batches' {
    It 'removes all that the selector chooses, <Limit> at a time' -ForEach @{ Limit = 3 } {
        $null = New-Sample 7 -Label @{ batch = 'go' }
        Remove-OSImage -l batch=go -Limit $Limit -Force -Verbose 4>&1 | Where-Object { "$_" -like 'A batch of*' } | Should -HaveCount 3
        Get-OSImage -l batch=go | Should -BeNullOrEmpty
    }

    It 'counts page by page under -WhatIf' {
        $null = New-Sample 5 -Label @{ batch = 'stay' }
        Invoke-TestProcess 'Remove-OSImage -l batch=stay -Limit 2 -WhatIf' | Should -Contain 'What if: Remove every Image with labels batch=stay, 2 at a time on sandbox-admin'
        @(Get-OSImage -l batch=stay).Count | Should -Be 5
    }
}

Describe 'What was done when it ends early' {
    It 'warns of how many failed' {
        Update-OSImage ((New-Sample 2) + 'no-such-image') -Label a=b -ErrorAction SilentlyContinue -WarningVariable told 3> $null
        "$told" | Should -Be '2 Images were updated, 1 failed.'
    }

    It 'tells it where -ErrorAction Stop ends the statement' {
        $names = (New-Sample 2) + 'no-such-image'
        $lines = Invoke-TestProcess "try { '$($names -join "','")' | Update-OSImage -Label a=b -ErrorAction Stop } catch { 'caught' }"
        $lines | Should -Contain 'WARNING: Update-OSImage was stopped: 2 Images were updated, 1 failed.'
        $lines | Should -Contain 'caught'
    }

    It 'says nothing of one' {
        Update-OSImage (New-Sample) -Label a=b -WarningVariable told
        $told | Should -BeNullOrEmpty
    }
}

Describe 'Messages that help' {
    It '<Typed>' -ForEach @(
        @{ Typed = { Remove-OSImage x -Cluster a, b -Confirm:$false }; Says = "2 were given: 'a', 'b'" }
        @{ Typed = { Connect-OSImageCluster a, b }; Says = "2 were given: 'a', 'b'" }
        @{ Typed = { New-OSImage -Name a, b -DockerImageReference x/y }; Says = "2 were given: 'a', 'b'" }
        @{ Typed = { $null | Get-OSImage }; Says = 'It is \$null, where an Image' }
        @{ Typed = { $null | Set-OSImage }; Says = 'It is \$null, where an Image is expected' }
        @{ Typed = { $null | Remove-OSImage -Force }; Says = 'It is \$null, where an Image' }
        @{ Typed = { Get-OSImage -Cluster $null }; Says = '\$using:name' }
        @{ Typed = { Get-OSImage '' }; Says = 'cannot be empty\.$' }
        @{ Typed = { Export-OSImage -Name x }; Says = '-Path is missing' }
        @{ Typed = { Get-OSImage -First 1 | Export-OSImage "$TestDrive/x.csv" }; Says = 'would hold YAML' }
        @{ Typed = { Get-OSImage -LabelSelector 'a b' }; Says = "-LabelSelector 'a b'" }
        @{ Typed = { Get-OSImage -FieldSelector 'spec.x=1' }; Says = "-FieldSelector 'spec\.x=1'" }
        @{ Typed = { Update-OSImage x -Patch { } }; Says = 'a hashtable begins with @\{' }
        @{ Typed = { Update-OSImage x }; Says = 'give -Label, -Annotation or -Patch' }
        @{ Typed = { New-OSImage 'no json' }; Says = 'JSON' }
        @{ Typed = { Wait-OSImage no-such-image -TimeoutSeconds 1 }; Says = 'until Image ''no-such-image'' is there, in vain' }
    ) {
        Get-Message $Typed | Should -Match $Says
    }

    It 'says what to do with an export that carries no version' {
        Get-OSImage (New-Sample) | Export-OSImage "$TestDrive/clean.yaml" -Clean
        $failed = Import-OSImage "$TestDrive/clean.yaml" | Set-OSImage 2>&1
        $failed.ErrorDetails.RecommendedAction | Should -Match '-Force'
    }

    It 'says how a job connects' {
        $connection = Connect-OSImageCluster
        $copy = [System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize($connection))
        Get-Message { Get-OSImage -Cluster $copy } | Should -Match "A job connects by itself: -Cluster 'sandbox-admin'"
    }
}
