# Several at a time: runspaces, thread jobs and processes, on a connection of their own or a shared one.

BeforeAll {
    Import-Module "$PSScriptRoot/Cluster.psm1" -Force
    Import-ModuleUnderTest
    $sandbox = Start-Sandbox
    $manifest = Get-ManifestUnderTest
    $names = (Get-OSImage -First 24).Name
    $connection = Connect-OSImageCluster

    # Gives what a job gives, and waits for no longer than it may take.
    function Receive-Output([Parameter(ValueFromPipeline)] $Job) {
        process {
            $null = $Job | Wait-Job -Timeout 60
            $Job.State | Should -Be 'Completed' -Because "$($Job.ChildJobs.JobStateInfo.Reason)"
            $Job | Receive-Job -ErrorAction Stop
            $Job | Remove-Job -Force
        }
    }
}

AfterAll {
    Get-Job | Where-Object Name -like 'OpenShiftImage test*' | Remove-Job -Force
    Stop-Sandbox $sandbox
}

Describe 'ForEach-Object -Parallel' {
    It 'shares a connection' {
        $images = $names | ForEach-Object -Parallel {
            Import-Module $using:manifest
            Get-OSImage $_ -Cluster $using:connection
        } -ThrottleLimit 6
        $images | Should -BeOfType [OpenShiftImage.Image]
        $images.Name | Sort-Object | Should -Be ($names | Sort-Object)
        $connection.IsClosed | Should -BeFalse
    }

    It 'lists the whole cluster in each, and writes' {
        $counts = 1..4 | ForEach-Object -Parallel {
            Import-Module $using:manifest
            @(Get-OSImage -PageSize 50 -Cluster $using:connection).Count
            Update-OSImage ($using:names)[$_] -Label @{ parallel = "$_" } -Cluster $using:connection
        } -ThrottleLimit 4
        $counts | Should -Be 250, 250, 250, 250
        (Get-OSImage -LabelSelector parallel).ForEach{ $_.Labels['parallel'] } | Sort-Object | Should -Be '1', '2', '3', '4'
    }

    It 'has a session of its own in each: a connection made there is not used here' {
        1..2 | ForEach-Object -Parallel {
            Import-Module $using:manifest
            $null = Connect-OSImageCluster sandbox-alice
            (Get-OSImageCluster).Context
        } | Should -Be 'sandbox-alice', 'sandbox-alice'
        (Get-OSImageCluster).Context | Should -Be 'sandbox-admin'
    }

    It 'gives objects that a pipeline here goes on with' {
        $measured = $names | ForEach-Object -Parallel {
            Import-Module $using:manifest
            Get-OSImage $_ -Cluster $using:connection
        } | Sort-Object Name | Update-OSImage -Label @{ after = 'parallel' } -PassThru | Measure-Object Size -Sum
        $measured.Sum | Should -Be (Get-OSImage $names | Measure-Object Size -Sum).Sum
    }
}

Describe 'Start-ThreadJob' {
    It 'shares a connection, and its errors come with their ids' {
        if (-not (Get-Command Start-ThreadJob -ErrorAction Ignore)) {
            Set-ItResult -Skipped -Because 'there is no Start-ThreadJob here'
        }

        $jobs = 1..3 | ForEach-Object {
            Start-ThreadJob -Name "OpenShiftImage test $_" -ScriptBlock {
                Import-Module $using:manifest
                Get-OSImage ($using:names)[0..3] -Cluster $using:connection
                try { Get-OSImage no-such-image -Cluster $using:connection -ErrorAction Stop } catch { $_.FullyQualifiedErrorId }
            }
        }
        $output = $jobs | Receive-Output
        @($output | Where-Object { $_ -is [OpenShiftImage.Image] }).Count | Should -Be 12
        @($output -eq 'NotFound,OpenShiftImage.Commands.GetOSImageCommand').Count | Should -Be 3
    }

    It 'is stopped while it watches' {
        if (-not (Get-Command Start-ThreadJob -ErrorAction Ignore)) {
            Set-ItResult -Skipped -Because 'there is no Start-ThreadJob here'
        }

        $job = Start-ThreadJob -Name 'OpenShiftImage test watch' -ScriptBlock {
            Import-Module $using:manifest
            Watch-OSImage -SendInitialEvents -Cluster $using:connection
        }
        $deadline = [datetime]::UtcNow.AddSeconds(30)
        while ($job.Output.Count -lt 250 -and [datetime]::UtcNow -lt $deadline) {
            Start-Sleep -Milliseconds 20
        }

        $job.Output.Count | Should -BeGreaterOrEqual 250
        $clock = [Diagnostics.Stopwatch]::StartNew()
        $job | Stop-Job
        $job.State | Should -Be 'Stopped'
        $clock.Elapsed.TotalSeconds | Should -BeLessThan 5
        $job | Remove-Job
    }
}

Describe 'Start-Job' {
    It 'gives Images from another process, whose names other cmdlets take' {
        # Start-Job ends the input of its job when its own pipeline ends, so it has one of its own.
        $job = Start-Job -Name 'OpenShiftImage test' -ScriptBlock {
            Import-Module $using:manifest
            Get-OSImage ($using:names)[0..3]
        }
        $images = $job | Receive-Output
        $images.Name | Should -Be $names[0..3]
        $images | Should -BeOfType [OpenShiftImage.Image]
        $images[1].Size | Should -Be (Get-OSImage $names[1]).Size
        $again = $images | Get-OSImage
        $again | Should -BeOfType [OpenShiftImage.Image]
        $again.Name | Should -Be $names[0..3]
    }

    It 'gives errors with their ids and categories' {
        $job = Start-Job -Name 'OpenShiftImage test' -ScriptBlock {
            Import-Module $using:manifest
            Get-OSImage no-such-image
        }
        $null = $job | Wait-Job -Timeout 60
        $job | Receive-Job -ErrorAction SilentlyContinue -ErrorVariable failures
        $job | Remove-Job -Force
        $failures[0].FullyQualifiedErrorId | Should -Be 'NotFound,OpenShiftImage.Commands.GetOSImageCommand'
        $failures[0].CategoryInfo.Category | Should -Be 'ObjectNotFound'
    }
}
