# Connections: how they are made, chosen and closed, and that no token is shown anywhere.

BeforeAll {
    Import-Module "$PSScriptRoot/Cluster.psm1" -Force
    Import-ModuleUnderTest
    $sandbox = Start-Sandbox -Images 30
    $server = @{ Server = $sandbox.Address; CertificateAuthority = $sandbox.CertificateAuthority }
}

AfterAll {
    Stop-Sandbox $sandbox
}

Describe 'A connection' {
    BeforeEach {
        Disconnect-OSImageCluster
    }

    It 'need not be made: the kubeconfig''s current context is used' {
        @(Get-OSImage -First 1).Count | Should -Be 1
        (Get-OSImageCluster).Context | Should -Be 'sandbox-admin'
    }

    It 'is made to the current context when none is named' {
        $connection = Connect-OSImageCluster
        $connection.Context | Should -Be 'sandbox-admin'
        $connection.Server | Should -Be ([uri] $sandbox.Address)
        $connection.ServerVersion | Should -Match '^v1\.'
        [object]::ReferenceEquals((Get-OSImageCluster), $connection) | Should -BeTrue
    }

    It 'is made to a context of a kubeconfig, and is then used' {
        $null = Connect-OSImageCluster -Kubeconfig $sandbox.Kubeconfig -Context sandbox-alice
        { Get-OSImage -First 1 -ErrorAction Stop } | Should -Throw -ErrorId 'Forbidden,OpenShiftImage.Commands.GetOSImageCommand'
    }

    It 'is made to a server with a token, as text or secure' -ForEach @{ Secure = $false }, @{ Secure = $true } {
        $token = $Secure ? (ConvertTo-SecureString $sandbox.AdminToken -AsPlainText -Force) : $sandbox.AdminToken
        $null = Connect-OSImageCluster @server -Token $token
        @(Get-OSImage).Count | Should -Be 30
    }

    It 'can be chosen for one call, by context or as an object' {
        $alice = Connect-OSImageCluster sandbox-alice
        $null = Connect-OSImageCluster sandbox-admin
        foreach ($cluster in 'sandbox-alice', $alice) {
            { Get-OSImage -First 1 -Cluster $cluster -ErrorAction Stop } | Should -Throw -ErrorId 'Forbidden,*'
        }

        @(Get-OSImage -First 1).Count | Should -Be 1
    }

    It 'acts as somebody else with -As' {
        $null = Connect-OSImageCluster -As bob
        { Get-OSImage -First 1 -ErrorAction Stop } | Should -Throw '*"bob"*' -ErrorId 'Forbidden,*'
        $null = Connect-OSImageCluster -As bob -AsGroup system:masters
        @(Get-OSImage -First 1).Count | Should -Be 1
    }

    It 'is kept when another cannot be made' {
        $connection = Connect-OSImageCluster
        { Connect-OSImageCluster no-such-context } | Should -Throw -ErrorId 'ContextNotFound,*'
        # It is there for -Cluster; what names no cluster must not go to the one before.
        Get-OSImageCluster -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        @(Get-OSImage -First 1 -Cluster $connection).Count | Should -Be 1
    }

    It 'that is closed says so' {
        $connection = Connect-OSImageCluster
        Get-OSImageCluster | Disconnect-OSImageCluster
        [object]::ReferenceEquals((Get-OSImageCluster), $connection) | Should -BeFalse
        $connection.IsClosed | Should -BeTrue
        $failure = { Get-OSImage -First 1 -Cluster $connection -ErrorAction Stop } | Should -Throw -ErrorId 'ConnectionClosed,*' -PassThru
        $failure.CategoryInfo.Category | Should -Be 'ConnectionError'
    }

    It 'whose certificate is not checked is warned of' {
        $null = Connect-OSImageCluster -Server $sandbox.Address -Token $sandbox.AdminToken -SkipCertificateCheck -WarningVariable warnings -WarningAction SilentlyContinue
        "$warnings" | Should -Match 'certificate .* not checked'
    }
}

Describe 'A connection that cannot be made' {
    It 'is the error <Id> (<Category>): <Case>' -ForEach @(
        @{ Case = 'no such context'; Id = 'ContextNotFound'; Category = 'ObjectNotFound'; Arguments = { @{ Context = 'nope' } } }
        @{ Case = 'no such kubeconfig'; Id = 'FileNotReadable'; Category = 'ReadError'; Arguments = { @{ Kubeconfig = "$TestDrive/missing" } } }
        @{ Case = 'a kubeconfig that is none'; Id = 'InvalidKubeconfig'; Category = 'ParserError'; Arguments = { Set-Content "$TestDrive/broken" 'clusters: ['; @{ Kubeconfig = "$TestDrive/broken" } } }
        @{ Case = 'nobody listens'; Id = 'ConnectionFailed'; Category = 'ConnectionError'; Arguments = { @{ Server = 'https://127.0.0.1:1'; Token = 't'; RetryTimeoutSeconds = 0 } } }
        @{ Case = 'a certificate of an unknown authority'; Id = 'CertificateNotTrusted'; Category = 'SecurityError'; Arguments = { @{ Server = $sandbox.Address; Token = 't' } } }
        @{ Case = 'a token that is not accepted'; Id = 'Unauthorized'; Category = 'AuthenticationError'; Arguments = { $server + @{ Token = 'expired' } } }
        @{ Case = 'an address that is none'; Id = 'InvalidServer'; Category = 'InvalidArgument'; Arguments = { @{ Server = 'api.example.com'; Token = 't' } } }
        @{ Case = 'a token over plain http'; Id = 'InvalidServer'; Category = 'InvalidArgument'; Arguments = { @{ Server = 'http://api.example.com'; Token = 't' } } }
        @{ Case = 'groups without a user'; Id = 'AsGroupWithoutAs'; Category = 'InvalidArgument'; Arguments = { @{ AsGroup = 'devs' } } }
    ) {
        Disconnect-OSImageCluster
        $parameters = & $Arguments
        # It ends the statement without -ErrorAction Stop: a script must not go on with the wrong cluster.
        $failure = { Connect-OSImageCluster @parameters } | Should -Throw -ErrorId "$Id,OpenShiftImage.Commands.ConnectOSImageClusterCommand" -PassThru
        $failure.CategoryInfo.Category | Should -Be $Category
        (Get-OSImageCluster -ErrorAction SilentlyContinue).ServerVersion | Should -BeNullOrEmpty -Because 'nothing is connected'
    }

    It 'without any kubeconfig says what to do' {
        $env:KUBECONFIG = "$TestDrive/missing"
        try {
            { Get-OSImage -First 1 -ErrorAction Stop } | Should -Throw '*oc login*' -ErrorId 'NoConfiguration,*'
        }
        finally {
            $env:KUBECONFIG = $sandbox.Kubeconfig
        }
    }
}

Describe 'A token' {
    It 'is in no stream, whatever is switched on' {
        $shown = & {
            $VerbosePreference = $DebugPreference = $InformationPreference = 'Continue'
            Connect-OSImageCluster @server -Token $sandbox.AdminToken
            Get-OSImage -First 1
            Get-OSImage no-such-image
            Update-OSImage (Get-OSImage -First 1) -Label @{ a = 'b' } -Verbose -Debug
        } *>&1 | Out-String -Width 500
        # That the headers are shown, and everything else of them.
        $shown | Should -Match 'GET /apis/image.openshift.io/v1/images'
        $shown | Should -Match 'Authorization: Bearer \*+'
        $shown | Should -Match 'User-Agent: '
        $shown.Contains($sandbox.AdminToken) | Should -BeFalse
    }

    It 'is in no error' {
        $secret = 'sha256~never-to-be-seen'
        $failure = { Connect-OSImageCluster @server -Token $secret -Verbose 4>$null } | Should -Throw -ErrorId 'Unauthorized,*' -PassThru
        $shown = ($failure | Format-List * -Force | Out-String -Width 500) + ($failure.Exception | Format-List * -Force | Out-String -Width 500) + (Get-Error $failure | Out-String -Width 500)
        $shown | Should -Match 'Unauthorized'
        $shown.Contains($secret) | Should -BeFalse
    }

    It 'is in nothing that a connection is turned into' {
        $connection = Connect-OSImageCluster
        $connection | Export-Clixml "$TestDrive/connection.xml"
        $shown = ($connection | Format-List * -Force | Out-String -Width 500) + ($connection | ConvertTo-Json -Depth 5 -WarningAction Ignore) + "$connection" + (Get-Content "$TestDrive/connection.xml" -Raw)
        $shown | Should -Match 'sandbox-admin'
        $shown.Contains($sandbox.AdminToken) | Should -BeFalse
    }
}
