# Get-OSImage in pipelines with the cmdlets that everybody uses.

BeforeAll {
    Import-Module "$PSScriptRoot/Cluster.psm1" -Force
    Import-ModuleUnderTest
    $sandbox = Start-Sandbox
    $all = @(Get-OSImage)

    # Gives the requests that a script makes: -Verbose tells each.
    function Get-Request([scriptblock] $Script) {
        $VerbosePreference = 'Continue'
        @((& $Script | Out-Null) 4>&1 | ForEach-Object { "$_" } | Where-Object { $_ -match '^(GET|POST|PUT|PATCH|DELETE) ' })
    }
}

AfterAll {
    Stop-Sandbox $sandbox
}

Describe 'Get-OSImage' {
    It 'gives every Image once, in the order of names' {
        $all.Count | Should -Be 250
        @($all.Name | Sort-Object -Unique).Count | Should -Be 250
        $all.ForEach{ $_.GetType().FullName } | Sort-Object -Unique | Should -Be 'OpenShiftImage.Image'
        $sorted = [string[]] $all.Name
        [array]::Sort($sorted, [StringComparer]::Ordinal)
        $all.Name | Should -Be $sorted
    }

    It 'is stopped early by Select-Object -First: pages that nobody wants are not fetched' {
        $wanted = Get-Request { Get-OSImage -PageSize 10 | Select-Object -First 3 }
        # One page for the objects, and what was on its way when they had come.
        $wanted.Count | Should -BeGreaterThan 0
        $wanted.Count | Should -BeLessOrEqual 4
        (Get-Request { Get-OSImage -PageSize 10 }).Count | Should -Be 25
    }

    It 'asks with -First for no more than is wanted' {
        $requests = Get-Request { Get-OSImage -First 3 }
        $requests.Count | Should -Be 1
        $requests | Should -Match 'limit=3\b'
    }

    It 'counts with -Skip and -First' {
        (Get-OSImage -Skip 5 -First 2).Name | Should -Be $all[5, 6].Name
        $total, $first = Get-OSImage -First 1 -IncludeTotalCount
        "$total" | Should -Match '250'
        $first.Name | Should -Be $all[0].Name
    }

    It 'goes on where a page ended, with a variable or with the page' {
        $names = @(
            Get-OSImage -Limit 100 -ContinueVariable next
            while ($next) { Get-OSImage -Limit 100 -Continue $next -ContinueVariable next }
        ).Name
        $names | Should -Be $all.Name
        $page = Get-OSImage -Limit 100 -AsPage
        $names = @(while ($page) { $page.Items.Name; $page = $page | Get-OSImage })
        $names | Should -Be $all.Name
    }

    It 'says that there is more after one page' {
        $null = Get-OSImage -Limit 10 -WarningVariable warnings -WarningAction SilentlyContinue
        "$warnings" | Should -Match '240 more Images'
    }

    It 'finds by wildcards, and by selectors as text or hashtable' {
        (Get-OSImage 'SHA256:0*').Name | Should -Be ($all.Name -like 'sha256:0*')
        $web = $all | Where-Object { $_.Labels['app'] -eq 'web' }
        $web | Should -Not -BeNullOrEmpty
        (Get-OSImage -LabelSelector app=web).Name | Should -Be $web.Name
        (Get-OSImage -LabelSelector @{ app = 'web' }).Name | Should -Be $web.Name
        (Get-OSImage -FieldSelector "metadata.name=$($all[7].Name)").Name | Should -Be $all[7].Name
    }

    It 'takes names as <Case>' -ForEach @(
        @{ Case = 'text'; Script = { $names | Get-OSImage } }
        @{ Case = 'lines of a file'; Script = { $names | Set-Content "$TestDrive/names.txt"; Get-Content "$TestDrive/names.txt" | Get-OSImage } }
        @{ Case = 'rows of a table'; Script = { $names | ForEach-Object { [pscustomobject]@{ Name = $_; Note = 'x' } } | Export-Csv "$TestDrive/names.csv"; Import-Csv "$TestDrive/names.csv" | Get-OSImage } }
        @{ Case = 'metadata'; Script = { Get-OSImage $names -MetadataOnly | Get-OSImage } }
        @{ Case = 'Images of long ago'; Script = { Get-OSImage $names | Export-Clixml "$TestDrive/old.xml"; Import-Clixml "$TestDrive/old.xml" | Get-OSImage } }
        @{ Case = 'what Select-Object left of Images'; Script = { Get-OSImage $names | Select-Object Name | Get-OSImage } }
    ) {
        $names = $all[3, 1, 4].Name
        $images = & $Script
        $images | Should -BeOfType [OpenShiftImage.Image]
        $images.Name | Should -Be $names
    }
}

Describe 'A pipeline with Images' {
    It 'filters: Where-Object' {
        $large = Get-OSImage | Where-Object Size -gt 500MB
        $large.Count | Should -Be (@($all.Size) -gt 500MB).Count
        @($large).Count | Should -BeGreaterThan 0
        $large.Count | Should -BeLessThan 250
    }

    It 'sorts: Sort-Object by a property, and by nothing, which is the name' {
        $sizes = @(Get-OSImage | Sort-Object Size -Descending | Select-Object -ExpandProperty Size -First 250) -ne $null
        for ($i = 1; $i -lt $sizes.Count; $i++) {
            $sizes[$i] | Should -BeLessOrEqual $sizes[$i - 1]
        }

        (Get-OSImage | Sort-Object -Descending | Select-Object -Last 3).Name | Should -Be $all[2, 1, 0].Name
        (Get-OSImage -MetadataOnly | Sort-Object -Descending | Select-Object -Last 3).Name | Should -Be $all[2, 1, 0].Name
    }

    It 'groups: Group-Object' {
        $groups = Get-OSImage | Group-Object Registry
        ($groups | Measure-Object Count -Sum).Sum | Should -Be 250
        $groups.Name | Should -Contain 'quay.io'
        $byName = Get-OSImage | Group-Object -AsHashTable
        $byName.Count | Should -Be 250
        $byName[$all[7].Name].Metadata.Uid | Should -Be $all[7].Metadata.Uid
        foreach ($group in $groups) {
            $group.Group.Registry | Sort-Object -Unique | Should -Be $group.Name
        }
    }

    It 'measures: Measure-Object -Property Size -Sum' {
        $measured = Get-OSImage | Measure-Object -Property Size -Sum -Maximum
        [long] $sum = 0
        foreach ($image in $all) {
            $sum += [long] $image.Size
        }

        $measured.Sum | Should -Be $sum
        $measured.Sum | Should -BeGreaterThan 1GB
        $measured.Maximum | Should -Be ($all.Size | Sort-Object | Select-Object -Last 1)
    }

    It 'compares: Compare-Object finds what came and went, by name' {
        $gone = $all[10]
        $come = New-OSImage -Name (New-TestName) -DockerImageReference a/b:c
        Remove-OSImage $gone.Name -Confirm:$false -WarningAction SilentlyContinue
        try {
            foreach ($differences in @(Compare-Object $all (Get-OSImage) -Property Name), @(Compare-Object $all (Get-OSImage))) {
                @($differences).Count | Should -Be 2
                "$(($differences | Where-Object SideIndicator -eq '<=').PSObject.Properties.Value)" | Should -Match $gone.Name
                "$(($differences | Where-Object SideIndicator -eq '=>').PSObject.Properties.Value)" | Should -Match $come.Name
            }
        }
        finally {
            Remove-OSImage $come.Name -Confirm:$false
            $null = $gone | New-OSImage
        }
    }

    It 'chooses: Select-Object with properties, calculated ones, and -ExpandProperty' {
        $row = Get-OSImage | Where-Object LayerCount | Select-Object -First 1 Name, Registry, @{ Name = 'MB'; Expression = { [math]::Round($_.Size / 1MB) } }
        $row.PSObject.Properties.Name | Should -Be 'Name', 'Registry', 'MB'
        $row.MB | Should -BeGreaterThan 0
        $layers = Get-OSImage $row.Name | Select-Object -ExpandProperty DockerImageLayers
        $layers | Should -BeOfType [OpenShiftImage.ImageLayer]
        ($layers | Measure-Object Size -Sum).Sum | Should -BeGreaterThan 0
    }

    It 'keeps a copy: Tee-Object, -OutVariable and -PipelineVariable' {
        $count = (Get-OSImage -First 20 -OutVariable out | Tee-Object -Variable tee | Measure-Object).Count
        $count | Should -Be 20
        $tee.Name | Should -Be $all[0..19].Name
        $out.Name | Should -Be $all[0..19].Name
        $owners = Get-OSImage -First 20 -PipelineVariable image | Where-Object LayerCount | ForEach-Object DockerImageLayers | ForEach-Object { $image.Name } | Get-Unique
        $owners | Should -Be ($all[0..19] | Where-Object LayerCount).Name
    }

    It 'streams: the first Image is there before the last has been asked for' {
        $seen = & { Get-OSImage -PageSize 10 -Verbose | ForEach-Object { 'image' } } 4>&1 | ForEach-Object { "$_" }
        $firstImage = [array]::IndexOf($seen, 'image')
        $lastRequest = [array]::FindLastIndex([string[]] $seen, [Predicate[string]] { $args[0] -like 'GET *' })
        $firstImage | Should -BeGreaterOrEqual 0
        $firstImage | Should -BeLessThan $lastRequest
    }

    It 'reads the server''s own text: -AsJson | ConvertFrom-Json' {
        $object = Get-OSImage $all[1].Name -AsJson | ConvertFrom-Json
        $object.kind | Should -Be 'Image'
        $object.metadata.name | Should -Be $all[1].Name
        $object.dockerImageReference | Should -Be $all[1].DockerImageReference
        @(Get-OSImage -AsJson -PageSize 100 | ConvertFrom-Json | ForEach-Object items).Count | Should -Be 250
    }
}
