# Images in files and texts: Export-OSImage, Import-OSImage, ConvertTo-OSImageYaml and ConvertFrom-OSImageYaml.

BeforeAll {
    Import-Module "$PSScriptRoot/Cluster.psm1" -Force
    Import-ModuleUnderTest
    $sandbox = Start-Sandbox -Images 60
    $all = @(Get-OSImage)

    # All that an Image has, whatever its properties are called.
    function Get-Essence([Parameter(ValueFromPipeline)] $Image) {
        process { "$($Image.Name) $($Image.DockerImageReference) $($Image.ResourceVersion) $($Image.CreationTimestamp.ToString('o')) $($Image.DockerImageMetadata) $($Image.DockerImageManifest) $($Image.DockerImageLayers.Name) $($Image.Signatures.Count)" }
    }
}

AfterAll {
    Stop-Sandbox $sandbox
}

Describe 'Export-OSImage and Import-OSImage' {
    It 'bring everything back from <Path>' -ForEach @(
        @{ Path = 'all.yaml'; Files = 1 }
        @{ Path = 'all.json'; Files = 1 }
        @{ Path = 'folder/'; Files = 60 }
        @{ Path = 'json/'; Files = 60; More = @{ Format = 'Json' } }
    ) {
        $more = $More ?? @{}
        $written = @($all | Export-OSImage -Path "$TestDrive/$Path" -PassThru @more)
        $written.Count | Should -Be $Files
        $written | Should -BeOfType [IO.FileInfo]
        Import-OSImage "$TestDrive/$Path" | Sort-Object | Get-Essence | Should -Be ($all | Sort-Object | Get-Essence)
    }

    It 'go on in a pipeline: Get-OSImage | Where-Object | Update-OSImage -PassThru | Export-OSImage' {
        $files = Get-OSImage | Where-Object { $_.Labels['app'] -eq 'web' } | Update-OSImage -Label @{ reviewed = 'yes' } -PassThru | Export-OSImage -Path "$TestDrive/reviewed/" -PassThru
        $files | Should -Not -BeNullOrEmpty
        $back = $files | Import-OSImage
        $back.Count | Should -Be $files.Count
        $back.ForEach{ $_.Labels['reviewed'] } | Sort-Object -Unique | Should -Be 'yes'
        Get-ChildItem "$TestDrive/reviewed" | Import-OSImage | Sort-Object | ForEach-Object Name | Should -Be ($back | Sort-Object).Name
    }

    It 'make a backup that another cluster takes' {
        $image = Get-OSImage | Where-Object { $_.IsSigned -and $_.LayerCount } | Select-Object -First 1
        $image | Export-OSImage -Path "$TestDrive/backup.yaml" -Clean
        Get-Content "$TestDrive/backup.yaml" -Raw | Should -Not -Match 'resourceVersion|uid:|managedFields'
        Remove-OSImage $image.Name -Confirm:$false -WarningAction SilentlyContinue
        $made = Import-OSImage "$TestDrive/backup.yaml" | New-OSImage -FieldValidation Strict
        $made.DockerImageReference | Should -Be $image.DockerImageReference
        $made.DockerImageLayers.Name | Should -Be $image.DockerImageLayers.Name
        $made.IsSigned | Should -BeTrue
    }

    It 'take names, events and pages, and relative paths' {
        Push-Location $TestDrive
        try {
            $all[0].Name | Export-OSImage -Path name.yaml
            (Import-OSImage name.yaml).Name | Should -Be $all[0].Name
            Watch-OSImage -SendInitialEvents -Count 3 | Export-OSImage -Path events.yaml
            @(Import-OSImage events.yaml).Count | Should -Be 3
            Get-OSImage -Limit 4 -AsPage | Export-OSImage -Path page.yaml
            @(Import-OSImage ./pag*.yaml).Count | Should -Be 4
        }
        finally {
            Pop-Location
        }
    }

    It 'write JSON that ConvertFrom-Json reads' {
        $all[0..2] | Export-OSImage -Path "$TestDrive/three.json"
        $read = Get-Content "$TestDrive/three.json" -Raw | ConvertFrom-Json
        @($read.items ?? $read).metadata.name | Should -Be $all[0..2].Name
    }

    It 'leave a file alone that is there: -NoClobber' {
        Set-Content "$TestDrive/mine.yaml" 'mine'
        $failure = { $all[0] | Export-OSImage -Path "$TestDrive/mine.yaml" -NoClobber -ErrorAction Stop } | Should -Throw -ErrorId 'FileExists,*' -PassThru
        $failure.CategoryInfo.Category | Should -Be 'ResourceExists'
        Get-Content "$TestDrive/mine.yaml" | Should -Be 'mine'
    }

    It 'tell what is wrong with a file, and give the rest of it' {
        Set-Content "$TestDrive/mixed.yaml" "metadata: {name: one}`n---`nmetadata:`n  name: [x`n---`nmetadata: {name: three}"
        $images = Import-OSImage "$TestDrive/mixed.yaml" -ErrorVariable failures -ErrorAction SilentlyContinue
        $images.Name | Should -Be 'one', 'three'
        $failures.Count | Should -Be 1
        $failures[0].FullyQualifiedErrorId | Should -Be 'InvalidDocument,OpenShiftImage.Commands.ImportOSImageCommand'
        $failures[0].CategoryInfo.Category | Should -Be 'ParserError'
        "$($failures[0])" | Should -Match 'mixed\.yaml.*line 5'
    }

    It 'are the error PathNotFound where there is no file' {
        { Import-OSImage "$TestDrive/nowhere.yaml" -ErrorAction Stop } | Should -Throw -ErrorId 'PathNotFound,*'
        { $all[0] | Export-OSImage -Path "$TestDrive/no/such/folder/file.yaml" -ErrorAction Stop } | Should -Throw -ErrorId 'PathNotFound,*'
    }

    It 'leave no half of a file when the pipeline is stopped' {
        Get-OSImage -PageSize 10 | ForEach-Object { $_ } | Export-OSImage -Path "$TestDrive/half/" -PassThru | Select-Object -First 2 | Should -HaveCount 2
        Get-ChildItem "$TestDrive/half" -Filter *.partial | Should -BeNullOrEmpty
        @(Import-OSImage "$TestDrive/half").Count | Should -BeGreaterOrEqual 2
        { Get-OSImage | ForEach-Object { if ($i++ -eq 20) { throw 'enough' }; $_ } | Export-OSImage -Path "$TestDrive/one.yaml" } | Should -Throw 'enough'
        Get-ChildItem "$TestDrive/one.yaml*" | Should -BeNullOrEmpty
    }
}

Describe 'ConvertTo-OSImageYaml and ConvertFrom-OSImageYaml' {
    It 'bring everything back, by the pipeline' {
        $all | ConvertTo-OSImageYaml | ConvertFrom-OSImageYaml | Get-Essence | Should -Be ($all | Get-Essence)
    }

    It 'bring everything back, by a file that other cmdlets write and read' -ForEach @{ Raw = $true }, @{ Raw = $false } {
        $all[0..4] | ConvertTo-OSImageYaml | Set-Content "$TestDrive/text.yaml"
        Get-Content "$TestDrive/text.yaml" -Raw:$Raw | ConvertFrom-OSImageYaml | Get-Essence | Should -Be ($all[0..4] | Get-Essence)
        (Import-OSImage "$TestDrive/text.yaml").Name | Should -Be $all[0..4].Name
    }

    It 'keep texts that YAML takes for something else' {
        $texts = [ordered]@{ yes = 'yes'; number = '0x1F'; time = '2001-01-01'; nothing = 'null'; lines = "a`n  b`n"; world = '日本 😀'; colon = 'a: b # c' }
        $name = (New-OSImage -Name (New-TestName) -DockerImageReference a/b:c -Annotation $texts).Name
        $back = Get-OSImage $name | ConvertTo-OSImageYaml -Clean | ConvertFrom-OSImageYaml
        foreach ($key in $texts.Keys) {
            $back.Annotations[$key] | Should -BeExactly $texts[$key]
        }

        Remove-OSImage $name -Confirm:$false -WarningAction SilentlyContinue
    }

    It 'leave out with -Clean what the server sets' {
        $yaml = $all[0] | ConvertTo-OSImageYaml -Clean
        $yaml | Should -Match "name: ['`"]?$($all[0].Name)"
        $yaml | Should -Not -Match 'resourceVersion|uid:|managedFields|creationTimestamp'
    }

    It 'refuse what is no Image as InvalidDocument: <Text>' -ForEach @{ Text = 'a: [1' }, @{ Text = 'kind: Pod' } {
        { ConvertFrom-OSImageYaml $Text -ErrorAction Stop } | Should -Throw -ErrorId 'InvalidDocument,OpenShiftImage.Commands.ConvertFromOSImageYamlCommand'
    }

    It 'make a review easy: Compare-Object over the lines' {
        $image = Get-OSImage $all[0].Name
        $before = ($image | ConvertTo-OSImageYaml -Clean) -split "`n"
        $image.DockerImageReference = 'quay.io/example/app:2'
        $after = ($image | ConvertTo-OSImageYaml -Clean) -split "`n"
        $changes = Compare-Object $before $after
        $changes.Count | Should -Be 2
        ($changes | Where-Object SideIndicator -eq '=>').InputObject.Trim() | Should -Be 'dockerImageReference: quay.io/example/app:2'
    }
}
