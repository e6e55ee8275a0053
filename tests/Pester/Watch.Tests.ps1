# Watch-OSImage and Wait-OSImage: events as objects, and waits that end.

BeforeAll {
    Import-Module "$PSScriptRoot/Cluster.psm1" -Force
    Import-ModuleUnderTest
    $sandbox = Start-Sandbox -Images 30
    $PSDefaultParameterValues['Remove-OSImage:WarningAction'] = 'SilentlyContinue'
    $connection = Connect-OSImageCluster

    function Get-Version {
        (Get-OSImage -Limit 1 -AsPage).ResourceVersion
    }

    function New-Sample([hashtable] $Label = @{ made = 'here' }) {
        (New-OSImage -Name (New-TestName) -DockerImageReference quay.io/example/app:1 -Label $Label).Name
    }

    # Runs a script in another runspace of this process, on the same connection. With -Watching, gives it when its watch has begun.
    function Start-Elsewhere([string] $Script, [switch] $Watching) {
        $shell = [powershell]::Create()
        $null = $shell.AddScript('param($manifest, $connection, $name) $ErrorActionPreference = "Stop"; Import-Module $manifest; $PSDefaultParameterValues = @{ "*-OSImage:Cluster" = $connection };' + $Script)
        $null = $shell.AddArgument((Get-ManifestUnderTest)).AddArgument($connection).AddArgument($name)
        $work = @{ Shell = $shell; Result = $shell.BeginInvoke() }
        $deadline = [datetime]::UtcNow.AddSeconds(20)
        while ($Watching -and -not ("$($shell.Streams.Verbose)" -match 'watch=true\S* 200')) {
            if ([datetime]::UtcNow -gt $deadline) {
                throw "What runs elsewhere does not watch: $($shell.Streams.Error)"
            }

            Start-Sleep -Milliseconds 20
        }

        $work
    }

    function Receive-Elsewhere($Work) {
        if (-not $Work.Result.AsyncWaitHandle.WaitOne(20000)) {
            throw 'What runs elsewhere did not end within 20 seconds.'
        }

        $Work.Shell.EndInvoke($Work.Result)
        $Work.Shell.Dispose()
    }
}

AfterAll {
    $PSDefaultParameterValues.Remove('Remove-OSImage:WarningAction')
    Stop-Sandbox $sandbox
}

Describe 'Watch-OSImage' {
    It 'gives an event for each change, as an object' {
        $from = Get-Version
        $name = New-Sample
        Update-OSImage $name -Label @{ a = 'b' }
        Remove-OSImage $name -Confirm:$false
        $events = Watch-OSImage -ResourceVersion $from -Count 3
        $events | Should -BeOfType [OpenShiftImage.ImageEvent]
        $events.Type | Should -Be 'Added', 'Modified', 'Deleted'
        $events.Image.Name | Sort-Object -Unique | Should -Be $name
        $events[1].Image.Labels['a'] | Should -Be 'b'
        "$($events[2])" | Should -Be "Deleted $name"
    }

    It 'gives what there is first, when asked' {
        $names = (Get-OSImage).Name
        $events = Watch-OSImage -SendInitialEvents -Count $names.Count
        $events.Type | Sort-Object -Unique | Should -Be 'Added'
        $events.Name | Sort-Object | Should -Be ($names | Sort-Object)
    }

    It 'chooses by name, by labels and by fields' {
        $from = Get-Version
        $mark = [guid]::NewGuid().ToString('N')
        $marked, $other = (New-Sample @{ mark = $mark }), (New-Sample)
        (Watch-OSImage $other -ResourceVersion $from -Count 1).Name | Should -Be $other
        (Watch-OSImage -LabelSelector @{ mark = $mark } -ResourceVersion $from -Count 1).Name | Should -Be $marked
        (Watch-OSImage -FieldSelector "metadata.name=$other" -ResourceVersion $from -Count 1).Name | Should -Be $other
    }

    It 'takes several names, also from the pipeline' {
        $one, $other, $third = 1..3 | ForEach-Object { New-Sample }
        $from = Get-Version
        $other, $third, $one | Update-OSImage -Label @{ step = 'one' }
        (Watch-OSImage $one, $other -ResourceVersion $from -Count 2).Name | Should -Be $other, $one
        (Get-OSImage $one, $other | Watch-OSImage -ResourceVersion $from -Count 2).Name | Should -Be $other, $one
        $events = Watch-OSImage $one, $other -SendInitialEvents -IncludeBookmark -Count 3
        $events[0, 1].Name | Sort-Object | Should -Be ($one, $other | Sort-Object)
        $events[2].IsInitialEventsEnd | Should -BeTrue
        @() | Watch-OSImage | Should -BeNullOrEmpty
    }

    It 'tells what has changed' {
        $name = New-Sample
        $from = Get-Version
        Update-OSImage $name -Label @{ step = 'one' }
        Update-OSImage $name -Annotation @{ step = 'one' } -Label @{ step = 'two' }
        $events = Watch-OSImage $name -ResourceVersion $from -Count 2
        # What was before the version that the watch begins with is not known.
        $events[0].Changes | Should -BeNullOrEmpty
        $events[1].Changes | Should -Be 'labels', 'annotations'
    }

    It 'is ended by Select-Object -First, while nothing more happens' {
        $count = (Get-OSImage).Count
        $clock = [Diagnostics.Stopwatch]::StartNew()
        $events = Watch-OSImage -SendInitialEvents | Select-Object -First $count
        $events.Count | Should -Be $count
        $clock.Elapsed.TotalSeconds | Should -BeLessThan 10
    }

    It 'ends after -TimeoutSeconds' {
        $clock = [Diagnostics.Stopwatch]::StartNew()
        Watch-OSImage -TimeoutSeconds 1 | Should -BeNullOrEmpty
        $clock.Elapsed.TotalSeconds | Should -BeGreaterThan 0.5
        $clock.Elapsed.TotalSeconds | Should -BeLessThan 10
    }

    It 'tells of a change when it happens, and the pipeline acts on it' {
        $name = New-Sample
        $from = Get-Version
        $work = Start-Elsewhere "Watch-OSImage `$name -ResourceVersion $from -Count 1 -Verbose" -Watching
        Update-OSImage $name -Label @{ step = 'one' }
        $happened = Receive-Elsewhere $work
        $happened.Type | Should -Be 'Modified'
        ($happened | Update-OSImage -Label @{ step = 'two' } -PassThru).Labels['step'] | Should -Be 'two'
    }

    It 'is an error, not silence, after a version that the server has forgotten' {
        $from = Get-Version
        Remove-OSImage (New-Sample) -Confirm:$false
        Clear-SandboxHistory $sandbox
        $failure = { Watch-OSImage -ResourceVersion $from -Count 1 -ErrorAction Stop } | Should -Throw -ErrorId 'Expired,OpenShiftImage.Commands.WatchOSImageCommand' -PassThru
        $failure.CategoryInfo.Category | Should -Be 'ResourceUnavailable'
    }
}

Describe 'Wait-OSImage' {
    It 'gives at once what is there, by name and by object' {
        $name = New-Sample
        (Wait-OSImage $name).Name | Should -Be $name
        (Get-OSImage $name | Wait-OSImage -For { $_.Labels['made'] -eq 'here' }).Name | Should -Be $name
    }

    It 'waits for what is created elsewhere' {
        $name = New-TestName
        $work = Start-Elsewhere 'Wait-OSImage $name -TimeoutSeconds 15 -Verbose' -Watching
        $null = New-OSImage -Name $name -DockerImageReference a/b:c
        (Receive-Elsewhere $work).Name | Should -Be $name
    }

    It 'asks a script with every change, where its variables are' {
        $name = New-Sample
        $wanted = '2'
        $work = Start-Elsewhere '1, 2 | ForEach-Object { Update-OSImage $name -Label @{ step = $_ } }'
        (Wait-OSImage $name -For { $_.Labels['step'] -eq $wanted } -TimeoutSeconds 15).Labels['step'] | Should -Be '2'
        Receive-Elsewhere $work | Should -BeNullOrEmpty
    }

    It 'waits for the end of an Image, and gives the last of it' {
        $name = New-Sample
        $work = Start-Elsewhere 'Wait-OSImage $name -For Deleted -TimeoutSeconds 15 -Verbose' -Watching
        Remove-OSImage $name -Confirm:$false
        (Receive-Elsewhere $work).Name | Should -Be $name
        Wait-OSImage $name -For Deleted | Should -BeNullOrEmpty
    }

    It 'ends with an error that tells what was seen last: <Seen>' -ForEach @(
        @{ Seen = 'it is not there'; There = $false; Condition = 'Exists' }
        @{ Seen = 'it is there, in version '; There = $true; Condition = { $_.Labels['never'] } }
    ) {
        $name = $There ? (New-Sample) : (New-TestName)
        $failure = { Wait-OSImage $name -For $Condition -TimeoutSeconds 1 -ErrorAction Stop } | Should -Throw "*$Seen*" -ErrorId 'WaitTimeout,OpenShiftImage.Commands.WaitOSImageCommand' -PassThru
        $failure.CategoryInfo.Category | Should -Be 'OperationTimeout'
        $failure.TargetObject | Should -Be $name
    }
}
