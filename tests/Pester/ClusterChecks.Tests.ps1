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

    It reads, and changes nothing. The Images are gone through once, as they come, and only results that failed are kept: it is as good
    for 200,000 as for 200. Each rule is one test, which names the first offenders. about_OSImagePolicies has more rules; and for a CI
    system, Invoke-Pester -Configuration @{ TestResult = @{ Enabled = $true; OutputFormat = 'JUnitXml' } } writes a file of the results.

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

BeforeDiscovery {
    # Each rule of the policy below, and why there is it.
    $rules = @(
        @{ Rule = 'PulledByDigest'; Name = 'pin their content by digest'; Because = 'a tag can be moved to other content' }
        @{ Rule = 'AllowedRegistry'; Name = 'come from the allowed registries'; Because = "only $($AllowedRegistry -join ', ') may be used" }
        @{ Rule = 'Platform'; Name = 'are for the allowed platforms'; Because = "the nodes run only $($AllowedPlatform -join ', ')" }
        @{ Rule = 'MaximumAge'; Name = 'are not too old'; Because = "an image must have been built within $MaxAgeDays days" }
        @{ Rule = 'MaximumSize'; Name = 'are not too large'; Because = "an image must have $MaxSizeGB GB at most" }
    )
}

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

    $policy = @{
        Rules = @{
            PulledByDigest  = $true
            AllowedRegistry = $AllowedRegistry
            Platform        = @{ Allowed = $AllowedPlatform }
            MaximumAge      = $MaxAgeDays
            MaximumSize     = [long] ($MaxSizeGB * 1GB)
        }
    }
    $offenders = @{}
    foreach ($rule in @($policy.Rules.Keys) + 'Signed' + 'Prune') {
        $offenders[$rule] = [Collections.Generic.List[string]]::new()
    }

    $checked = 0
    Get-OSImage @read | ForEach-Object { $checked++; $_ } | Test-OSImage -Policy $policy -FailedOnly -ErrorAction Stop |
        ForEach-Object { $offenders[$_.Rule].Add("$($_.Name) ($($_.Actual ?? 'none'))") }

    $mustBeSigned = 0
    $signed = @{ ErrorAction = 'Stop'; LabelSelector = @{} }
    foreach ($labels in $Label, $SignedLabel) {
        foreach ($name in $labels.Keys) { $signed.LabelSelector[$name] = $labels[$name] }
    }

    if (-not $signed.LabelSelector.Count) { $signed.Remove('LabelSelector') }
    Get-OSImage @signed | ForEach-Object { $mustBeSigned++; $_ } | Test-OSImage -Policy @{ Rules = @{ Signed = $true } } -FailedOnly -ErrorAction Stop |
        ForEach-Object { $offenders.Signed.Add("$($_.Name) ($($_.Reference))") }

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

    It '<Name>' -ForEach $rules {
        $offenders[$Rule].Count | Should -Be 0 -Because "$Because; $(Get-First $offenders[$Rule])"
    }

    It 'are signed where they must be' {
        $mustBeSigned | Should -BeGreaterThan 0 -Because 'where no Image has the labels, the labels are probably misspelt'
        $offenders.Signed.Count | Should -Be 0 -Because "who made an image must be known; $(Get-First $offenders.Signed)"
    }

    It 'are in an image stream where something runs them' {
        $offenders.Prune.Count | Should -Be 0 -Because "a prune would remove what is in use; $(Get-First $offenders.Prune)"
    }

    It 'leave little to prune' {
        $prunable | Should -BeLessOrEqual $MaxPrunableGB -Because 'it is time for oc adm prune images: Get-OSImageUsage -Verdict Prune has what goes'
    }
}
