<#
    Checks the Images of a cluster against the rules of a house. To check yours, copy this file and give what differs:

        Import-Module OpenShiftImage
        $container = New-PesterContainer -Path ./ClusterChecks.Tests.ps1 -Data @{
            Context         = 'prod'
            AllowedRegistry = 'registry.example.com', 'registry.redhat.io'
            MaxAgeDays      = 365
            SignedLabel     = @{ environment = 'production' }
            Prune           = @{ KeepTagRevisions = 5; KeepYoungerThan = '96h' }
        }
        Invoke-Pester -Container $container -Output Detailed

    It reads, and changes nothing. The Images are gone through once, as they come, and only those that offend are remembered: it is
    as good for 200,000 as for 200. Each rule is one test, which names the first offenders.

    Without -Context and -Kubeconfig it checks a sandbox that it starts, as an example.
#>
param(
    # The cluster: a context, and where the kubeconfig is not the usual one, its path.
    [string] $Context,
    [string] $Kubeconfig,

    # Which Images to check; left out: all.
    [hashtable] $Label = @{},

    # Hosts that images may be pulled from.
    [string[]] $AllowedRegistry = @('registry.redhat.io', 'quay.io', 'docker.io', 'ghcr.io', 'image-registry.openshift-image-registry.svc:5000'),

    # What nodes there are for: the architecture, behind os/ where that is not Linux.
    [string[]] $AllowedPlatform = @('amd64', 'arm64', 'arm64/v8', 'ppc64le', 's390x'),

    # Days since an image was built. The sandbox's Images have fixed dates, so this is generous.
    [int] $MaxAgeDays = 3650,

    # Gigabytes that an image may have, layers together.
    [double] $MaxSizeGB = 1,

    # Labels of the Images that must be signed; an empty hashtable: all must be. Without a signature is what nearly all Images of an
    # OpenShift 4 are: it keeps only signatures that somebody has imported, and sigstore's stay in the registry. So check what you sign.
    [hashtable] $SignedLabel = @{ release = 'yes' },

    # How the cluster is pruned: parameters of Get-OSImageUsage. Left out: with the defaults of 'oc adm prune images'. It takes the
    # rights that about_OSImagePermissions shows.
    [hashtable] $Prune = @{},

    # Gigabytes that a prune with its defaults may free at most, before somebody should run it.
    [double] $MaxPrunableGB = 100
)

BeforeAll {
    if ($Context -or $Kubeconfig) {
        $choice = @{}
        if ($Context) { $choice.Context = $Context }
        if ($Kubeconfig) { $choice.Kubeconfig = $Kubeconfig }
        $null = Connect-OSImageCluster @choice
    }
    else {
        Import-Module "$PSScriptRoot/Cluster.psm1" -Force
        Import-ModuleUnderTest
        $sandbox = Start-Sandbox
        $null = Connect-OSImageCluster
        # What is released has been signed; the other Images of the sandbox mostly have not.
        Get-OSImage | Where-Object IsSigned | Update-OSImage -Label $SignedLabel -ThrottleLimit 8
        # Nor does it run what no image stream has, but for a few.
        Get-OSImageUsage -Verdict Prune | Where-Object Risk -ne None | ForEach-Object Name | Remove-OSImage -Confirm:$false -WarningAction SilentlyContinue
    }

    # A cluster that cannot be read to its end must not pass.
    $read = @{ ErrorAction = 'Stop' }
    if ($Label.Count) { $read.LabelSelector = $Label }

    $offenders = @{}
    foreach ($rule in 'Digest', 'Registry', 'Platform', 'Age', 'Size', 'Signature', 'Prune') {
        $offenders[$rule] = [Collections.Generic.List[string]]::new()
    }

    $checked = 0
    $mustBeSigned = 0
    $oldest = (Get-Date).AddDays(-$MaxAgeDays)
    $largest = $MaxSizeGB * 1GB
    Get-OSImage @read | ForEach-Object {
        $image = $_
        $checked++
        if (-not $image.Digest) {
            $offenders.Digest.Add("$image ($($image.DockerImageReference))")
        }

        if ($image.Registry -notin $AllowedRegistry) {
            $offenders.Registry.Add("$image ($($image.DockerImageReference))")
        }

        # A manifest list has the platforms of its members.
        if (-not $image.Platforms -or ($image.Platforms | Where-Object { $_ -notin $AllowedPlatform })) {
            $offenders.Platform.Add("$image ($($image.Platform ? $image.Platform : 'says none'))")
        }

        # A manifest list has no date and no size: its members, which are Images too, have them. Without the first half of these two
        # conditions it would count as older than any date and smaller than any size, as nothing does in PowerShell.
        if ($image.Created -and $image.Created -lt $oldest) {
            $offenders.Age.Add("$image (built $($image.Created.ToString('yyyy-MM-dd')))")
        }

        if ($image.Size -and $image.Size -gt $largest) {
            $offenders.Size.Add("$image ($([math]::Round($image.Size / 1GB, 2)) GB)")
        }

        if (-not @($SignedLabel.Keys | Where-Object { $image.Labels[$_] -ne $SignedLabel[$_] })) {
            $mustBeSigned++
            if (-not $image.IsSigned) {
                $offenders.Signature.Add("$image ($($image.DockerImageReference))")
            }
        }
    }

    # A prune removes what runs, when no image stream has it. What is young stays for now, and is told once it is not.
    $goes = @{ Verdict = 'Prune'; ErrorAction = 'Stop' } + $Prune
    $(if ($Label.Count) { Get-OSImage @read | Get-OSImageUsage @goes } else { Get-OSImageUsage @goes }) |
        Where-Object Risk -ne None | ForEach-Object { $offenders.Prune.Add("$_ ($($_.Risk): $($_.Workloads -join ', '))") }
    $prunable = (Measure-OSImage -GroupBy Verdict -ErrorAction Stop | Where-Object Name -eq Prune).UniqueSize / 1GB

    # Gives the first offenders as text: a thousand of them are of no more use.
    function Get-First([Collections.Generic.List[string]] $Offenders) {
        $more = if ($Offenders.Count -gt 5) { " and $($Offenders.Count - 5) more" }
        "of $checked these do not: $(($Offenders | Select-Object -First 5) -join '; ')$more"
    }
}

AfterAll {
    if ($sandbox) {
        Stop-Sandbox $sandbox
    }
    else {
        Disconnect-OSImageCluster
    }
}

Describe 'The Images of the cluster' {
    It 'are there' {
        $checked | Should -BeGreaterThan 0 -Because 'rules that nothing was held against prove nothing'
    }

    It 'pin their content by digest' {
        $offenders.Digest.Count | Should -Be 0 -Because "a tag can be moved to other content; $(Get-First $offenders.Digest)"
    }

    It 'come from the allowed registries' {
        $offenders.Registry.Count | Should -Be 0 -Because "only $($AllowedRegistry -join ', ') may be used; $(Get-First $offenders.Registry)"
    }

    It 'are for the allowed platforms' {
        $offenders.Platform.Count | Should -Be 0 -Because "the nodes run only $($AllowedPlatform -join ', '); $(Get-First $offenders.Platform)"
    }

    It 'are not too old' {
        $offenders.Age.Count | Should -Be 0 -Because "an image must have been built within $MaxAgeDays days; $(Get-First $offenders.Age)"
    }

    It 'are not too large' {
        $offenders.Size.Count | Should -Be 0 -Because "an image must have $MaxSizeGB GB at most; $(Get-First $offenders.Size)"
    }

    It 'are signed where they must be' {
        $mustBeSigned | Should -BeGreaterThan 0 -Because 'where no Image has the labels, the labels are probably misspelt'
        $offenders.Signature.Count | Should -Be 0 -Because "who made an image must be known; $(Get-First $offenders.Signature)"
    }

    It 'are in an image stream where something runs them' {
        $offenders.Prune.Count | Should -Be 0 -Because "a prune would remove what is in use; $(Get-First $offenders.Prune)"
    }

    It 'leave little to prune' {
        $prunable | Should -BeLessOrEqual $MaxPrunableGB -Because 'it is time for oc adm prune images: Get-OSImageUsage -Verdict Prune has what goes'
    }
}
