# New, Set, Update and Remove, by name and by object, and from what other cmdlets give.

BeforeAll {
    Import-Module "$PSScriptRoot/Cluster.psm1" -Force
    Import-ModuleUnderTest
    $sandbox = Start-Sandbox
    $PSDefaultParameterValues['Remove-OSImage:WarningAction'] = 'SilentlyContinue'

    # Creates an Image and gives its name.
    function New-Sample([hashtable] $Label = @{ made = 'here' }) {
        (New-OSImage -Name (New-TestName) -DockerImageReference quay.io/example/app:1 -Label $Label).Name
    }

    function Test-Image([string] $Name) {
        [bool] (Get-OSImage -FieldSelector "metadata.name=$Name")
    }
}

AfterAll {
    $PSDefaultParameterValues.Remove('Remove-OSImage:WarningAction')
    Stop-Sandbox $sandbox
}

Describe 'New-OSImage' {
    It 'creates from parameters and gives the Image' {
        $name = New-TestName
        $made = New-OSImage -Name $name -DockerImageReference quay.io/example/app:1 -Label @{ app = 'web' } -Annotation @{ n = 1 }
        $made | Should -BeOfType [OpenShiftImage.Image]
        $read = Get-OSImage $name
        $read.Labels['app'] | Should -Be 'web'
        $read.Annotations['n'] | Should -Be '1'
        $read.ResourceVersion | Should -Be $made.ResourceVersion
    }

    It 'creates from <Case>' -ForEach @(
        @{ Case = 'a file, whole: Get-Content -Raw'; Script = { Set-Content "$TestDrive/image.json" $json; Get-Content "$TestDrive/image.json" -Raw | New-OSImage -FieldValidation Strict } }
        @{ Case = 'what ConvertFrom-Json gives'; Script = { $json | ConvertFrom-Json | New-OSImage } }
        @{ Case = 'what ConvertFrom-Json -AsHashtable gives'; Script = { $json | ConvertFrom-Json -AsHashtable | New-OSImage } }
        @{ Case = 'what was changed on the way'; Script = { $object = $json | ConvertFrom-Json; $object.metadata.labels | Add-Member more yes; $object | ConvertTo-Json -Depth 20 | New-OSImage } }
        @{ Case = 'a hashtable'; Script = { New-OSImage @{ metadata = @{ name = $name; labels = @{ a = 'b' } }; dockerImageReference = 'quay.io/example/app:1' } } }
    ) {
        $name = New-TestName
        $json = "{`"kind`":`"Image`",`"apiVersion`":`"image.openshift.io/v1`",`"metadata`":{`"name`":`"$name`",`"labels`":{`"a`":`"b`"}},`"dockerImageReference`":`"quay.io/example/app:1`"}"
        (& $Script).Name | Should -Be $name
        (Get-OSImage $name).Labels['a'] | Should -Be 'b'
    }

    It 'creates again what the server''s JSON told, without loss: -AsJson | ConvertFrom-Json | ConvertTo-Json' {
        $image = Get-OSImage | Where-Object { $_.IsSigned -and $_.LayerCount } | Select-Object -First 1
        $object = Get-OSImage $image.Name -AsJson | ConvertFrom-Json
        Remove-OSImage $image.Name -Confirm:$false
        $made = $object | ConvertTo-Json -Depth 100 | ConvertFrom-Json | New-OSImage
        $made.DockerImageReference | Should -Be $image.DockerImageReference
        $made.Created | Should -Be $image.Created
        $made.Size | Should -Be $image.Size
        "$($made.DockerImageManifest)" | Should -Be "$($image.DockerImageManifest)"
        $made.DockerImageLayers.Name | Should -Be $image.DockerImageLayers.Name
        $made.Signatures.Count | Should -Be $image.Signatures.Count
        [Convert]::ToBase64String($made.Signatures[0].Content) | Should -Be ([Convert]::ToBase64String($image.Signatures[0].Content))
    }

    It 'creates again what was read' {
        $name = New-Sample
        $image = Get-OSImage $name
        $image | Remove-OSImage -Confirm:$false
        ($image | New-OSImage).Name | Should -Be $name
    }

    # What these keep of an Image is not all of it: a copy made from that would lack something in silence.
    It 'refuses what ConvertTo-Json made of an [Image], and says what keeps everything' {
        $json = Get-OSImage (New-Sample) | ConvertTo-Json -Depth 20 -WarningAction Ignore
        $json | New-OSImage -ErrorAction SilentlyContinue -ErrorVariable failed
        $json | ConvertFrom-Json | Set-OSImage -ErrorAction SilentlyContinue -ErrorVariable +failed
        $failed.FullyQualifiedErrorId | Should -Be 'InvalidImage,OpenShiftImage.Commands.NewOSImageCommand', 'InvalidImage,OpenShiftImage.Commands.SetOSImageCommand'
        "$failed" | Should -Match 'Get-OSImage -AsJson, Export-OSImage'
    }

    It 'creates again what Export-Clixml kept' {
        $name = New-Sample
        $image = Get-OSImage $name
        $image | Export-Clixml "$TestDrive/kept.xml"
        $image | Remove-OSImage -Confirm:$false
        (Import-Clixml "$TestDrive/kept.xml" | New-OSImage).DockerImageReference | Should -Be $image.DockerImageReference
    }

    It 'refuses what is left of an Image whose JSON has been lost, and does not look in the cluster instead' {
        Get-OSImage (New-Sample) | Export-Clixml "$TestDrive/kept.xml"
        (Get-Content "$TestDrive/kept.xml" -Raw) -replace '<BA N="Utf8Json">[^<]*</BA>' | Set-Content "$TestDrive/kept.xml"
        { Import-Clixml "$TestDrive/kept.xml" | New-OSImage -ErrorAction Stop } | Should -Throw '*Export-OSImage*' -ErrorId 'InvalidImage,OpenShiftImage.Commands.NewOSImageCommand'
    }
}

Describe 'Set-OSImage' {
    It 'replaces what was read and changed' {
        $image = Get-OSImage (New-Sample)
        $image.DockerImageReference = 'quay.io/example/app:2'
        $image.Metadata.Labels['made'] = 'there'
        $image | Set-OSImage | Should -BeNullOrEmpty
        $now = Get-OSImage $image.Name
        $now.DockerImageReference | Should -Be 'quay.io/example/app:2'
        $now.Labels['made'] | Should -Be 'there'
    }

    It 'refuses to overwrite what has changed since' {
        $image = Get-OSImage (New-Sample)
        Update-OSImage $image.Name -Label @{ somebody = 'else' }
        $image.DockerImageReference = 'quay.io/example/app:3'
        $failure = { $image | Set-OSImage -ErrorAction Stop } | Should -Throw -ErrorId 'Conflict,OpenShiftImage.Commands.SetOSImageCommand' -PassThru
        $failure.CategoryInfo.Category | Should -Be 'ResourceBusy'
        (Get-OSImage $image.Name).Labels['somebody'] | Should -Be 'else'
    }
}

Describe 'Update-OSImage' {
    It 'takes <Case>' -ForEach @(
        @{ Case = 'names'; Script = { $names | Update-OSImage -Label @{ new = 'yes' } -PassThru } }
        @{ Case = 'Images'; Script = { Get-OSImage $names | Update-OSImage -Label @{ new = 'yes' } -PassThru } }
        @{ Case = 'metadata'; Script = { Get-OSImage $names -MetadataOnly | Update-OSImage -Label @{ new = 'yes' } -PassThru } }
        @{ Case = 'rows'; Script = { Get-OSImage $names | Select-Object Name | Update-OSImage -Label @{ new = 'yes' } -PassThru } }
        @{ Case = 'what ConvertFrom-Json gives'; Script = { $names | ForEach-Object { Get-OSImage $_ -AsJson } | ConvertFrom-Json | Update-OSImage -Label @{ new = 'yes' } -PassThru } }
        @{ Case = 'events'; Script = { Watch-OSImage -LabelSelector "in=$mark" -SendInitialEvents -Count 2 | Update-OSImage -Label @{ new = 'yes' } -PassThru } }
    ) {
        $mark = [guid]::NewGuid().ToString('N')
        $names = (New-Sample @{ in = $mark }), (New-Sample @{ in = $mark })
        $updated = & $Script
        $updated | Should -BeOfType [OpenShiftImage.Image]
        $updated.Name | Sort-Object | Should -Be ($names | Sort-Object)
        foreach ($name in $names) {
            (Get-OSImage $name).Labels['new'] | Should -Be 'yes'
        }
    }

    It 'removes what is given as $null' {
        $name = New-Sample @{ a = '1'; b = '2' }
        Update-OSImage $name -Label @{ a = $null }
        (Get-OSImage $name).Labels.Keys | Should -Be 'b'
    }

    It 'patches as <Type>' -ForEach @(
        @{ Type = 'Merge'; Patch = @{ dockerImageReference = 'quay.io/example/app:merge' } }
        @{ Type = 'StrategicMerge'; Patch = '{"dockerImageReference":"quay.io/example/app:merge"}' }
        @{ Type = 'Json'; Patch = @{ op = 'replace'; path = '/dockerImageReference'; value = 'quay.io/example/app:merge' } }
        @{ Type = 'Apply'; Patch = [pscustomobject]@{ dockerImageReference = 'quay.io/example/app:merge' }; More = @{ FieldManager = 'me'; Force = $true } }
    ) {
        $name = New-Sample
        $more = $More ?? @{}
        Update-OSImage $name -PatchType $Type -Patch $Patch @more
        (Get-OSImage $name).DockerImageReference | Should -Be 'quay.io/example/app:merge'
    }

    It 'warns of what the server silently keeps' {
        $name = (Get-OSImage | Where-Object LayerCount | Select-Object -First 1).Name
        Update-OSImage $name @{ dockerImageMetadata = @{ Architecture = 'mips' } } -WarningVariable warnings -WarningAction SilentlyContinue
        "$warnings" | Should -Match 'silently kept .*dockerImageMetadata\.Architecture'
    }

    It 'works on several at a time in the order of the input, and reports each failure on its own' {
        $names = 1..10 | ForEach-Object { New-Sample }
        $all = @($names[0..4]) + 'no-such-image' + @($names[5..9])
        $updated = $all | Update-OSImage -Label @{ new = 'yes' } -PassThru -ThrottleLimit 8 -ErrorVariable failures -ErrorAction SilentlyContinue
        $updated.Name | Should -Be $names
        $failures.Count | Should -Be 1
        $failures[0].TargetObject | Should -Be 'no-such-image'
    }
}

Describe 'Remove-OSImage' {
    It 'takes <Case>' -ForEach @(
        @{ Case = 'names'; Script = { Remove-OSImage $names -Confirm:$false } }
        @{ Case = 'names from the pipeline'; Script = { $names | Remove-OSImage -Confirm:$false } }
        @{ Case = 'Images'; Script = { Get-OSImage $names | Remove-OSImage -Confirm:$false } }
        @{ Case = 'Images that are as they were'; Script = { Get-OSImage $names | Remove-OSImage -IfUnchanged -Confirm:$false } }
        @{ Case = 'a selector'; Script = { Remove-OSImage -LabelSelector @{ in = $mark } -Confirm:$false } }
        @{ Case = 'what Where-Object leaves'; Script = { Get-OSImage | Where-Object { $_.Labels['in'] -eq $mark } | Remove-OSImage -Confirm:$false -ThrottleLimit 4 } }
    ) {
        $mark = [guid]::NewGuid().ToString('N')
        $names = (New-Sample @{ in = $mark }), (New-Sample @{ in = $mark })
        $kept = New-Sample
        & $Script | Should -BeNullOrEmpty
        $names | Where-Object { Test-Image $_ } | Should -BeNullOrEmpty
        Test-Image $kept | Should -BeTrue
    }

    It 'leaves with -IfUnchanged what has changed' {
        $image = Get-OSImage (New-Sample)
        Update-OSImage $image.Name -Label @{ somebody = 'else' }
        { $image | Remove-OSImage -IfUnchanged -Confirm:$false -ErrorAction Stop } | Should -Throw -ErrorId 'Conflict,*'
        Test-Image $image.Name | Should -BeTrue
    }

    It 'warns once a session of what it does not do' {
        $lines = Invoke-TestProcess 'Remove-OSImage a -Confirm:$false -ErrorAction Ignore; Remove-OSImage b -Confirm:$false -ErrorAction Ignore'
        @($lines -join ' ' | Select-String 'oc adm prune images' -AllMatches).Matches.Count | Should -Be 1
    }
}
