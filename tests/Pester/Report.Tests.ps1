# A report on Images as one page, as one makes it at a prompt and in a pipeline of CI.

BeforeAll {
    Import-Module "$PSScriptRoot/Cluster.psm1" -Force
    Import-ModuleUnderTest
    $sandbox = Start-Sandbox

    # The page is XML too.
    function Read-Page([string] $path) { [xml] (Get-Content -Raw -LiteralPath $path) }
    function Get-Heading([xml] $page) { @($page.GetElementsByTagName('h2') | ForEach-Object InnerText) }
}

AfterAll {
    Stop-Sandbox $sandbox
}

Describe 'Export-OSImageReport' {
    BeforeEach {
        Push-Location TestDrive:/
    }

    AfterEach {
        Pop-Location
        Remove-Item TestDrive:/* -Recurse -Force
    }

    It 'writes one page about the cluster, into the current location' {
        Export-OSImageReport images.html | Should -BeNullOrEmpty
        (Get-ChildItem TestDrive:/).Name | Should -Be 'images.html'
        $page = Read-Page (Get-Item images.html).FullName
        Get-Heading $page | Should -Be 'Totals', 'Registries and repositories', 'Bytes by namespace', 'Ages', 'Shared layers', 'Prune'
        $prune = @(Get-OSImageUsage -Verdict Prune).Count
        $page.OuterXml | Should -Match "would remove $prune of 250 Images"
    }

    It 'says what Measure-OSImage says' {
        $file = Export-OSImageReport images.html -Csv -PassThru | Select-Object -First 1
        $file | Should -BeOfType IO.FileInfo
        $measured = @(Measure-OSImage -GroupBy Repository)
        $written = @(Import-Csv images-repositories.csv)
        $written.Name | Should -Be $measured.Name
        [long[]] $written.UniqueSize | Should -Be $measured.UniqueSize
        @(Import-Csv images-images.csv).Count | Should -Be 250
    }

    It 'puts together what the pipeline gives' {
        Get-OSImage -LabelSelector app=web | Export-OSImageReport web.html -Title 'Images of web'
        $page = Read-Page (Get-Item web.html).FullName
        $page.html.head.title | Should -Be 'Images of web'
        Get-Heading $page | Should -Not -Contain 'Prune'
        (Get-OSImage -First 5), (Measure-OSImage -GroupBy Namespace) | Export-OSImageReport both.html
        Get-Heading (Read-Page (Get-Item both.html).FullName) | Should -Contain 'Bytes by namespace'
    }

    It 'writes a page when nothing has failed' {
        Get-OSImage | Where-Object Size -lt 0 | Export-OSImageReport none.html
        'none.html' | Should -Exist
    }

    It 'leaves a file that is there, unless -Force is given' {
        'before' | Set-Content images.html
        { Export-OSImageReport images.html -ErrorAction Stop } | Should -Throw -ErrorId 'FileExists,OpenShiftImage.Commands.ExportOSImageReportCommand'
        Get-Content images.html | Should -Be 'before'
        Export-OSImageReport images.html -Force
        (Get-Item images.html).Length | Should -BeGreaterThan 10000
    }

    It 'writes nothing with -WhatIf' {
        Export-OSImageReport images.html -WhatIf
        'images.html' | Should -Not -Exist
    }

    It 'refuses what is no Image' {
        5 | Export-OSImageReport images.html -ErrorAction SilentlyContinue -ErrorVariable failed
        $failed[0].FullyQualifiedErrorId | Should -BeLike 'InvalidInput,*'
        'images.html' | Should -Not -Exist
    }
}
