<#
    What the Pester files share: the module under test, and a local cluster to test it on.

    To run them, build first, then:

        Invoke-Pester ./tests/Pester

    Pester 5.5 or later, 6 included; PowerShell 7.4 or later; the .NET SDK's 'dotnet' on the path. Nothing leaves this machine.
    What is tested can be chosen:

        $env:OPENSHIFTIMAGE_MODULE    path of the module's manifest. Left out: the newest out/*.nupkg, unpacked into a temporary
                                      folder, else out/OpenShiftImage/OpenShiftImage.psd1.
        $env:OPENSHIFTIMAGE_SANDBOX   path of OpenShiftImage.Sandbox.dll. Left out: the newer of the Release and Debug builds.

    A process keeps the assemblies of the module that it loaded: after a new build, or to test another copy, start another pwsh.

    ClusterChecks.Tests.ps1 is at once an example: it checks the Images of any cluster. See there.
#>

$ErrorActionPreference = 'Stop'
$script:Root = Split-Path (Split-Path $PSScriptRoot)

<# Gives the path of the manifest under test. #>
function Get-ManifestUnderTest {
    if (-not $env:OPENSHIFTIMAGE_MODULE) {
        $package = Get-ChildItem (Join-Path $script:Root 'out') -Filter *.nupkg -ErrorAction Ignore | Sort-Object LastWriteTimeUtc | Select-Object -Last 1
        # Kept for the whole process, and its children: what is loaded from one place cannot be loaded from another.
        $env:OPENSHIFTIMAGE_MODULE = if ($package) { Expand-Package $package } else { Join-Path $script:Root 'out/OpenShiftImage/OpenShiftImage.psd1' }
    }

    if (-not (Test-Path -LiteralPath $env:OPENSHIFTIMAGE_MODULE)) {
        throw "There is no module at '$env:OPENSHIFTIMAGE_MODULE'. Build it first, or set OPENSHIFTIMAGE_MODULE."
    }

    (Resolve-Path -LiteralPath $env:OPENSHIFTIMAGE_MODULE).ProviderPath
}

<# Imports the module under test for the tests to see. #>
function Import-ModuleUnderTest {
    $manifest = Get-ManifestUnderTest
    $loaded = Get-Module OpenShiftImage
    if ($loaded -and $loaded.ModuleBase -ne (Split-Path $manifest)) {
        throw "OpenShiftImage is already loaded, from '$($loaded.ModuleBase)'. Start another pwsh to test '$manifest'."
    }

    Import-Module $manifest -Global
}

<#
    Starts a sandbox cluster and points KUBECONFIG at it. Gives what tests need to know of it; Stop-Sandbox ends it.
#>
function Start-Sandbox {
    param(
        [int] $Images = 250,
        [int] $LatencyMilliseconds = 0
    )

    $folder = (New-Item -ItemType Directory (Join-Path ([IO.Path]::GetTempPath()) "openshiftimage-pester-$([guid]::NewGuid().ToString('N'))")).FullName
    $kubeconfig = Join-Path $folder 'kubeconfig'
    $start = [Diagnostics.ProcessStartInfo]::new('dotnet')
    foreach ($argument in 'exec', (Get-SandboxPath), '--images', $Images, '--latency', $LatencyMilliseconds, '--kubeconfig', $kubeconfig, '--control') {
        $start.ArgumentList.Add($argument)
    }

    $start.RedirectStandardOutput = $start.RedirectStandardError = $true
    $process = [Diagnostics.Process]::Start($start)
    try {
        $address = Wait-SandboxAddress $process
        $text = Get-Content -LiteralPath $kubeconfig -Raw
        $authority = Join-Path $folder 'ca.crt'
        [IO.File]::WriteAllBytes($authority, [Convert]::FromBase64String([regex]::Match($text, 'certificate-authority-data: (\S+)').Groups[1].Value))
        $tokens = [regex]::Matches($text, 'token: (\S+)').ForEach{ $_.Groups[1].Value }
    }
    catch {
        $process.Kill()
        Remove-Item -LiteralPath $folder -Recurse -Force
        throw
    }

    [pscustomobject]@{
        Process              = $process
        Folder               = $folder
        Address              = $address
        Kubeconfig           = $kubeconfig
        CertificateAuthority = $authority
        AdminToken           = $tokens[0]
        AliceToken           = $tokens[1]
        KubeconfigBefore     = $env:KUBECONFIG
    }

    $env:KUBECONFIG = $kubeconfig
}

<# Ends a sandbox, deletes its files, and leaves no connection to it. #>
function Stop-Sandbox {
    param($Sandbox)

    if (-not $Sandbox) {
        return
    }

    if (Get-Module OpenShiftImage) {
        Disconnect-OSImageCluster
    }

    $env:KUBECONFIG = $Sandbox.KubeconfigBefore
    $Sandbox.Process.Kill()
    $Sandbox.Process.WaitForExit()
    $Sandbox.Process.Dispose()
    Remove-Item -LiteralPath $Sandbox.Folder -Recurse -Force
}

<# Has a sandbox forget its history, as a real server does after some minutes. #>
function Clear-SandboxHistory {
    param($Sandbox)

    $token = ConvertTo-SecureString $Sandbox.AdminToken -AsPlainText -Force
    # That the certificate is checked is tested elsewhere; this is the tests' own call.
    $null = Invoke-RestMethod "$($Sandbox.Address)/control/compact" -Method Post -Authentication Bearer -Token $token -SkipCertificateCheck
}

<# Gives a name that no Image has. #>
function New-TestName {
    "test-$([guid]::NewGuid().ToString('N'))"
}

<#
    Runs a script in a pwsh of its own, with the module imported, and gives the lines that it shows.
    For what must begin in a new process, and for what is shown to people and to no stream.
#>
function Invoke-TestProcess {
    param(
        [string] $Script,
        [string[]] $Option = @()
    )

    $colour = $env:NO_COLOR
    $env:NO_COLOR = '1'
    try {
        $manifest = (Get-ManifestUnderTest).Replace("'", "''")
        $text = "Import-Module '$manifest'`n$Script"
        $encoded = [Convert]::ToBase64String([Text.Encoding]::Unicode.GetBytes($text))
        # As a .NET tool pwsh is no program of its own: dotnet runs its assembly.
        $program, $assembly = (Get-Process -Id $PID).Path, @()
        if ([IO.Path]::GetFileNameWithoutExtension($program) -eq 'dotnet') {
            $assembly = @(Join-Path $PSHOME pwsh.dll)
        }

        & $program @assembly -NoLogo -NoProfile @Option -OutputFormat Text -EncodedCommand $encoded 2>&1 | ForEach-Object { "$_" }
    }
    finally {
        $env:NO_COLOR = $colour
    }
}

function Get-SandboxPath {
    if ($env:OPENSHIFTIMAGE_SANDBOX) {
        return $env:OPENSHIFTIMAGE_SANDBOX
    }

    $builds = 'Release', 'Debug' | ForEach-Object { Join-Path $script:Root "src/OpenShiftImage.Sandbox/bin/$_/net10.0/OpenShiftImage.Sandbox.dll" }
    $newest = Get-Item $builds -ErrorAction Ignore | Sort-Object LastWriteTimeUtc | Select-Object -Last 1
    if (-not $newest) {
        throw 'There is no sandbox. Build it first, or set OPENSHIFTIMAGE_SANDBOX.'
    }

    $newest.FullName
}

<# Gives the address that a sandbox listens on, once it does. #>
function Wait-SandboxAddress {
    param([Diagnostics.Process] $Process)

    $deadline = [datetime]::UtcNow.AddSeconds(30)
    do {
        $line = $Process.StandardOutput.ReadLineAsync()
        $left = $deadline - [datetime]::UtcNow
        if ($left -le [timespan]::Zero -or -not $line.Wait($left)) {
            throw 'The sandbox was not ready within 30 seconds.'
        }

        if ($null -eq $line.Result) {
            throw "The sandbox has ended: $($Process.StandardError.ReadToEnd())"
        }
    } until ($line.Result -match '^Listening:\s+(\S+)')

    $Matches[1]
}

<# Unpacks a package for this process; the folder goes when the process ends. Gives the path of the manifest. #>
function Expand-Package {
    param([IO.FileInfo] $Package)

    $folder = Join-Path ([IO.Path]::GetTempPath()) "openshiftimage-pester-module-$([guid]::NewGuid().ToString('N'))"
    [IO.Compression.ZipFile]::ExtractToDirectory($Package.FullName, (Join-Path $folder 'OpenShiftImage'))
    # At that time there are no cmdlets any more. Where a loaded file cannot be deleted, the folder stays for the system to clear.
    $null = Register-EngineEvent -SourceIdentifier PowerShell.Exiting -SupportEvent -Action ([scriptblock]::Create(
        "try { [IO.Directory]::Delete('$($folder.Replace("'", "''"))', `$true) } catch { }"))
    (Get-ChildItem $folder -Recurse -Filter OpenShiftImage.psd1 | Select-Object -First 1).FullName
}

Export-ModuleMember -Function Get-ManifestUnderTest, Import-ModuleUnderTest, Start-Sandbox, Stop-Sandbox, Clear-SandboxHistory, New-TestName, Invoke-TestProcess
