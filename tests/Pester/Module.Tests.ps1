# The module as a whole: what it exports, explains, loads and leaves.

BeforeDiscovery {
    Import-Module "$PSScriptRoot/Cluster.psm1" -Force
    $commands = (Import-PowerShellDataFile (Get-ManifestUnderTest)).CmdletsToExport | ForEach-Object { @{ Command = $_ } }
}

BeforeAll {
    Import-Module "$PSScriptRoot/Cluster.psm1" -Force
    Import-ModuleUnderTest
    $sandbox = Start-Sandbox -Images 50
    $manifest = Get-ManifestUnderTest
}

AfterAll {
    Stop-Sandbox $sandbox
}

Describe 'The manifest' {
    It 'is valid' {
        { Test-ModuleManifest $manifest -ErrorAction Stop } | Should -Not -Throw
    }

    It 'names exactly the commands that are exported' {
        $named = (Import-PowerShellDataFile $manifest).CmdletsToExport | Sort-Object
        (Get-Command -Module OpenShiftImage).Name | Sort-Object | Should -Be $named
        (Get-Command -Module OpenShiftImage).CommandType | Sort-Object -Unique | Should -Be 'Cmdlet'
    }

    It 'has every cmdlet that people are told of' {
        $told = 'Connect-OSImageCluster', 'ConvertFrom-OSImageYaml', 'ConvertTo-OSImageYaml', 'Disconnect-OSImageCluster', 'Export-OSImage', 'Get-OSImage',
            'Get-OSImageCluster', 'Import-OSImage', 'New-OSImage', 'Remove-OSImage', 'Set-OSImage', 'Update-OSImage', 'Wait-OSImage', 'Watch-OSImage'
        $told | Where-Object { $_ -notin (Get-Command -Module OpenShiftImage).Name } | Should -BeNullOrEmpty
    }
}

Describe '<Command>' -ForEach $commands {
    BeforeAll {
        $help = Get-Help $Command -Full
    }

    It 'has a synopsis, a description and an example' {
        # Without help, Get-Help makes a synopsis of the syntax.
        $help.Synopsis.Trim() | Should -Not -BeLike "$Command*"
        $help.Synopsis.Trim() | Should -Not -BeNullOrEmpty
        ($help.description | Out-String).Trim() | Should -Not -BeNullOrEmpty
        @($help.examples.example).code.Trim() | Where-Object { $_ } | Should -Not -BeNullOrEmpty
    }

    It 'has examples that PowerShell can read, with parameters that there are' {
        foreach ($code in @($help.examples.example).code) {
            $errors = $null
            $script = [Management.Automation.Language.Parser]::ParseInput($code, [ref] $null, [ref] $errors)
            $errors | Should -BeNullOrEmpty -Because $code
            $calls = $script.FindAll({ $args[0] -is [Management.Automation.Language.CommandAst] }, $true) | Where-Object { "$($_.GetCommandName())" -like '*-OSImage*' }
            foreach ($call in $calls) {
                $known = (Get-Command $call.GetCommandName()).Parameters.Keys
                $call.CommandElements | Where-Object { $_ -is [Management.Automation.Language.CommandParameterAst] } |
                    Where-Object ParameterName -notin $known | Should -BeNullOrEmpty -Because "'$call' is an example"
            }
        }
    }

    It 'explains its parameters' {
        $common = [Management.Automation.Cmdlet]::CommonParameters + [Management.Automation.Cmdlet]::OptionalCommonParameters
        $explained = @($help.parameters.parameter | Where-Object { ($_.description | Out-String).Trim() }).name
        (Get-Command $Command).Parameters.Keys | Where-Object { $_ -notin $common -and $_ -notin $explained } | Should -BeNullOrEmpty
    }
}

Describe 'What comes out' {
    It 'is an [OpenShiftImage.Image], as Get-OSImage says' {
        Get-OSImage -First 1 | Should -BeOfType [OpenShiftImage.Image]
        (Get-Command Get-OSImage).OutputType.Name | Should -Contain 'OpenShiftImage.Image'
    }

    It 'of <Script> is <Type>' -ForEach @(
        @{ Script = 'Get-OSImage -First 1 -MetadataOnly'; Type = 'OpenShiftImage.PartialObjectMetadata' }
        @{ Script = 'Get-OSImage -Limit 1 -AsPage'; Type = 'OpenShiftImage.ImagePage' }
        @{ Script = 'Get-OSImage -Limit 1 -AsJson'; Type = 'System.String' }
        @{ Script = 'Watch-OSImage -SendInitialEvents -Count 1'; Type = 'OpenShiftImage.ImageEvent' }
        @{ Script = 'Connect-OSImageCluster'; Type = 'OpenShiftImage.ClusterConnection' }
        @{ Script = 'Get-OSImage -First 1 | ConvertTo-OSImageYaml'; Type = 'System.String' }
        @{ Script = '"metadata: {name: a}" | ConvertFrom-OSImageYaml'; Type = 'OpenShiftImage.Image' }
        @{ Script = 'New-OSImage -Name (New-TestName) -DockerImageReference a/b:c'; Type = 'OpenShiftImage.Image' }
    ) {
        $output = & ([scriptblock]::Create($Script))
        @($output).Count | Should -Be 1
        $output.GetType().FullName | Should -Be $Type
    }

    It 'is as good in strict mode' {
        Set-StrictMode -Version Latest
        $image = Get-OSImage | Where-Object { $_.IsManifestList } | Select-Object -First 1
        # A manifest list has no size, no platform of its own, no layers: all of that is $null, and no error.
        $image.Size | Should -BeNullOrEmpty
        $image.Architecture | Should -BeNullOrEmpty
        $image.Labels['no-such-label'] | Should -BeNullOrEmpty
        $image.DockerImageMetadata.Config | Should -BeNullOrEmpty
        Get-OSImage | Format-Table | Out-String | Should -Match 'NAME +REFERENCE'
        Get-OSImage -First 3 | Format-List | Out-String | Should -Match 'Reference +:'
        Update-OSImage $image.Name -Label @{ strict = 'yes' } -PassThru | ForEach-Object { $_.Labels['strict'] } | Should -Be 'yes'
        Watch-OSImage -SendInitialEvents -Count 1 | ForEach-Object Name | Should -Not -BeNullOrEmpty
        ($image | ConvertTo-OSImageYaml | ConvertFrom-OSImageYaml).Name | Should -Be $image.Name
    }
}

Describe 'Import' {
    It 'warns of nothing and writes nothing' {
        Invoke-TestProcess '' | Should -BeNullOrEmpty
    }

    It 'leaves the packages of the module unloaded until they are needed, and then out of the way of others' {
        $lines = Invoke-TestProcess @'
            function Show($when) {
                [AppDomain]::CurrentDomain.GetAssemblies() | Where-Object { $_.GetName().Name -in 'YamlDotNet', 'OpenShiftImage.Kubernetes' } |
                    ForEach-Object { "$when $($_.GetName().Name) in $([System.Runtime.Loader.AssemblyLoadContext]::GetLoadContext($_).Name)" }
            }
            $null = Get-Command -Module OpenShiftImage
            $null = Get-Help Get-OSImage
            Show imported
            $null = Get-OSImage -First 1
            Show used
'@
        $lines -like 'imported *' | Should -BeNullOrEmpty
        $lines | Should -Contain 'used YamlDotNet in OpenShiftImage.Dependencies'
        $lines -like '* in Default' | Should -BeNullOrEmpty
    }

    It 'can be undone and done again in one process' {
        $lines = Invoke-TestProcess @'
            $path = (Get-Module OpenShiftImage).Path
            $null = Connect-OSImageCluster
            foreach ($i in 1..3) {
                Remove-Module OpenShiftImage
                "left: $(@(Get-Command *-OSImage* -ListImported -CommandType Cmdlet -ErrorAction Ignore).Count)"
                Import-Module (Join-Path (Split-Path $path) OpenShiftImage.psd1)
                "got: $(@(Get-OSImage -First 2).Count) $((Get-OSImage -First 1) -is [OpenShiftImage.Image])"
                "yaml: $(("metadata: {name: again}" | ConvertFrom-OSImageYaml).Name)"
                "table: $((Get-OSImage -First 1 | Out-String) -match 'REFERENCE')"
            }
'@
        $lines | Should -Be (@('left: 0', 'got: 2 True', 'yaml: again', 'table: True') * 3)
    }

    It 'by -Force a second time does no harm' {
        $lines = Invoke-TestProcess @'
            Import-Module (Join-Path (Get-Module OpenShiftImage).ModuleBase OpenShiftImage.psd1) -Force
            (Get-OSImage -First 2).Count
'@
        $lines | Should -Be '2'
    }
}
