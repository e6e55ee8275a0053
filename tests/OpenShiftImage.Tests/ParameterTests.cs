namespace OpenShiftImage.Tests;

/// <summary>Cmdlet by parameter: each reaches the wire as the API has it.</summary>
public sealed class ParameterTests(SandboxFixture fixture) : ModuleTest(fixture)
{
    /// <summary>Parameters that are the module's own: what they do is tested where they belong, nothing of them is sent as such.</summary>
    private static readonly HashSet<string> s_local = new(StringComparer.Ordinal)
    {
        // What a report is told beside the options of an analysis.
        "Csv", "Title",
        // What an analysis decides by is never sent.
        "AsOf",
        "GroupBy",
        "IgnoreInvalidReference",
        "IncludeUnknown",
        "KeepTagRevisions",
        "KeepYoungerThan",
        "ManagedOnly",
        "PruneOverSizeLimit", "Top", "Total", "Verdict",
        "Among", "DifferenceObject", "IncludeEqual", "Property", "ReferenceObject",
        "Category", "FailedOnly", "IncludePassed", "Policy", "Quiet", "Rule",
        "Cluster", "PassThru", "WhatIf", "Confirm", "ContinueVariable", "AsPage", "Consistent", "InputObject", "Page",
        "Count", "IncludeBookmark",
        "NoReconnect", "IncludeTotalCount", "Skip", "AsJson", "PatchType", "Context", "Kubeconfig", "Server", "Token",
        "CertificateAuthority",
        "SkipCertificateCheck", "As", "AsGroup", "Credential", "RetryTimeoutSeconds", "OperationTimeoutSeconds",
        "ThrottleLimit", "For",
        "Path", "LiteralPath", "Format", "Clean", "NoClobber", "ListAvailable",
    };

    private static readonly HashSet<string> s_common = [.. System.Management.Automation.Cmdlet.CommonParameters];

    /// <summary>Parameter, a call with it, the method, and what of the request shows it.</summary>
    public static TheoryData<string, string, string> Wires => new()
    {
        { "Export-OSImage -Name", "Export-OSImage -Name img -Path $([IO.Path]::GetTempFileName())", "GET /images/img" },
        { "Get-OSImage -Name", "Get-OSImage img", "GET /images/img" },
        { "Get-OSImage -LabelSelector", "Get-OSImage -LabelSelector 'a in (b,c)'", "GET /images?labelSelector=a%20in%20%28b%2Cc%29&limit=500" },
        { "Get-OSImage -FieldSelector", "Get-OSImage -FieldSelector metadata.name=img", "GET /images?fieldSelector=metadata.name%3Dimg&limit=500" },
        { "Get-OSImage -Reference", "Get-OSImage -Reference 'x/*'", "GET /images?limit=500" },
        { "Get-OSImage -Registry", "Get-OSImage -Registry nowhere.example", "GET /images?limit=500" },
        { "Get-OSImage -PageSize", "Get-OSImage -PageSize 300", "GET /images?limit=300" },
        { "Get-OSImage -Limit", "Get-OSImage -Limit 300", "GET /images?limit=300" },
        { "Get-OSImage -First", "Get-OSImage -First 3", "GET /images?limit=3" },
        { "Get-OSImage -Continue", "Get-OSImage -Limit 5 -Continue eyJ2IjoibWV0YS5rOHMuaW8vdjEiLCJydiI6LTEsInN0YXJ0IjoiYVx1MDAwMCJ9", "GET /images?limit=5&continue=eyJ2IjoibWV0YS5rOHMuaW8vdjEiLCJydiI6LTEsInN0YXJ0IjoiYVx1MDAwMCJ9" },
        { "Get-OSImage -ResourceVersion", "Get-OSImage img -ResourceVersion 0", "GET /images/img?resourceVersion=0" },
        { "Get-OSImage -ResourceVersionMatch", "Get-OSImage -ResourceVersion 1 -ResourceVersionMatch NotOlderThan", "GET /images?limit=500&resourceVersion=1&resourceVersionMatch=NotOlderThan" },
        { "Get-OSImage -TimeoutSeconds", "Get-OSImage -TimeoutSeconds 9", "GET /images?limit=500&timeoutSeconds=9" },
        { "Get-OSImage -MetadataOnly", "Get-OSImage img -MetadataOnly", "GET /images/img as=PartialObjectMetadata;" },
        { "Get-OSImage -Pretty", "Get-OSImage img -AsJson -Pretty", "GET /images/img?pretty=true" },
        { "Watch-OSImage -Name", "Watch-OSImage img -SendInitialEvents -Count 1", "fieldSelector=metadata.name%3Dimg" },
        { "Watch-OSImage -LabelSelector", "Watch-OSImage -LabelSelector a=b -NoReconnect -TimeoutSeconds 1", "labelSelector=a%3Db" },
        { "Watch-OSImage -FieldSelector", "Watch-OSImage -FieldSelector metadata.name=img -SendInitialEvents -Count 1", "fieldSelector=metadata.name%3Dimg" },
        { "Watch-OSImage -ResourceVersion", "Watch-OSImage -ResourceVersion 1999 -NoReconnect -TimeoutSeconds 1", "watch=true&resourceVersion=1999&allowWatchBookmarks=true&timeoutSeconds=1" },
        { "Watch-OSImage -SendInitialEvents", "Watch-OSImage -SendInitialEvents -Count 1", "watch=true&resourceVersionMatch=NotOlderThan&sendInitialEvents=true&allowWatchBookmarks=true" },
        { "Watch-OSImage -TimeoutSeconds", "Watch-OSImage -NoReconnect -TimeoutSeconds 1", "timeoutSeconds=1" },
        { "Watch-OSImage -UnauthorizedTimeoutSeconds", "Watch-OSImage img -UnauthorizedTimeoutSeconds 5 -NoReconnect -TimeoutSeconds 1", "GET /images?watch=true&fieldSelector=metadata.name%3Dimg" },
        { "Watch-OSImage -UseWatchPath", "Watch-OSImage img -UseWatchPath -NoReconnect -TimeoutSeconds 1", "GET /watch/images/img?" },
        { "Wait-OSImage -Name", "Wait-OSImage img", "GET /images?fieldSelector=metadata.name%3Dimg" },
        { "New-OSImage -Name", "New-OSImage -Name n1 -DockerImageReference a/b:c", "POST /images {\"kind\":\"Image\",\"apiVersion\":\"image.openshift.io/v1\",\"metadata\":{\"name\":\"n1\"},\"dockerImageReference\":\"a/b:c\"}" },
        { "New-OSImage -DockerImageReference", "New-OSImage -Name n2 -DockerImageReference a/b:c", "\"dockerImageReference\":\"a/b:c\"" },
        { "New-OSImage -DockerImageManifest", "New-OSImage -Name n3 -DockerImageReference a/b:c -DockerImageManifest m", "\"dockerImageManifest\":\"m\"" },
        { "New-OSImage -DockerImageManifestMediaType", "New-OSImage -Name n4 -DockerImageReference a/b:c -DockerImageManifestMediaType t/u", "\"dockerImageManifestMediaType\":\"t/u\"" },
        { "New-OSImage -DockerImageConfig", "New-OSImage -Name n5 -DockerImageReference a/b:c -DockerImageConfig '{}'", "\"dockerImageConfig\":\"{}\"" },
        { "New-OSImage -DockerImageMetadata", "New-OSImage -Name n6 -DockerImageReference a/b:c -DockerImageMetadata @{ Id = 'i' }", "\"dockerImageMetadata\":{\"Id\":\"i\"}" },
        { "New-OSImage -Label", "New-OSImage -Name n7 -DockerImageReference a/b:c -Label @{ a = 'b' }", "\"labels\":{\"a\":\"b\"}" },
        { "New-OSImage -Annotation", "New-OSImage -Name n8 -DockerImageReference a/b:c -Annotation @{ a = 'b' }", "\"annotations\":{\"a\":\"b\"}" },
        { "New-OSImage -FieldManager", "New-OSImage -Name n9 -DockerImageReference a/b:c -FieldManager me", "POST /images?fieldManager=me" },
        { "New-OSImage -FieldValidation", "New-OSImage -Name n10 -DockerImageReference a/b:c -FieldValidation Ignore", "POST /images?fieldValidation=Ignore" },
        { "Set-OSImage -FieldManager", "Get-OSImage img | Set-OSImage -FieldManager me", "PUT /images/img?fieldManager=me" },
        { "Set-OSImage -FieldValidation", "Get-OSImage img | Set-OSImage -FieldValidation Strict", "PUT /images/img?fieldValidation=Strict" },
        { "Set-OSImage -Force", "@{ metadata = @{ name = 'forced' }; dockerImageReference = 'a/b:c' } | Set-OSImage -Force", "POST /images" },
        { "Update-OSImage -Name", "Update-OSImage img @{ dockerImageReference = 'a/b:d' }", "PATCH /images/img" },
        { "Update-OSImage -Patch", "Update-OSImage img @{ dockerImageReference = 'a/b:d' }", "{\"dockerImageReference\":\"a/b:d\"}" },
        { "Update-OSImage -Label", "Update-OSImage img -Label @{ a = 'b' }", "{\"metadata\":{\"labels\":{\"a\":\"b\"}}}" },
        { "Get-OSImageUsage -Namespace", "Get-OSImageUsage img -Namespace shop", "GET /api/v1/namespaces/shop/pods?limit=100" },
        { "Update-OSImage -Annotation", "Update-OSImage img -Annotation @{ a = 'b' }", "{\"metadata\":{\"annotations\":{\"a\":\"b\"}}}" },
        { "Update-OSImage -FieldManager", "Update-OSImage img @{ dockerImageReference = 'a/b:d' } -FieldManager me", "PATCH /images/img?fieldManager=me" },
        { "Update-OSImage -FieldValidation", "Update-OSImage img @{ dockerImageReference = 'a/b:d' } -FieldValidation Warn", "PATCH /images/img?fieldValidation=Warn" },
        { "Update-OSImage -Force", "Update-OSImage img @{ dockerImageReference = 'a/b:d' } -PatchType Apply -Force", "force=true" },
        { "Remove-OSImage -Name", "Remove-OSImage img -WhatIf", "DELETE /images/img?dryRun=All" },
        { "Remove-OSImage -Force", "Remove-OSImage img -Force -WhatIf", "DELETE /images/img?dryRun=All" },
        { "Remove-OSImage -LabelSelector", "Remove-OSImage -LabelSelector a=b -WhatIf", "DELETE /images?labelSelector=a%3Db&dryRun=All" },
        { "Remove-OSImage -FieldSelector", "Remove-OSImage -FieldSelector metadata.name=img -WhatIf", "DELETE /images?fieldSelector=metadata.name%3Dimg&dryRun=All" },
        { "Remove-OSImage -All", "Remove-OSImage -All -WhatIf", "DELETE /images?dryRun=All" },
        { "Remove-OSImage -Limit", "Remove-OSImage -LabelSelector a=b -Limit 5 -WhatIf", "DELETE /images?labelSelector=a%3Db&limit=5&dryRun=All" },
        { "Remove-OSImage -Continue", "Remove-OSImage -All -Limit 500 -Continue eyJ2IjoibWV0YS5rOHMuaW8vdjEiLCJydiI6LTEsInN0YXJ0IjoiYVx1MDAwMCJ9 -WhatIf", "DELETE /images?limit=500&continue=eyJ2IjoibWV0YS5rOHMuaW8vdjEiLCJydiI6LTEsInN0YXJ0IjoiYVx1MDAwMCJ9&dryRun=All" },
        { "Remove-OSImage -ResourceVersion", "Remove-OSImage -All -ResourceVersion 0 -WhatIf", "DELETE /images?resourceVersion=0&dryRun=All" },
        { "Remove-OSImage -ResourceVersionMatch", "Remove-OSImage -All -ResourceVersion 1 -ResourceVersionMatch NotOlderThan -WhatIf", "DELETE /images?resourceVersion=1&resourceVersionMatch=NotOlderThan&dryRun=All" },
        { "Remove-OSImage -TimeoutSeconds", "Remove-OSImage -All -TimeoutSeconds 9 -WhatIf", "DELETE /images?timeoutSeconds=9&dryRun=All" },
        // A real server refuses it, and so does the sandbox; what is asked for is sent all the same.
        { "Remove-OSImage -SendInitialEvents", "Remove-OSImage -All -SendInitialEvents -WhatIf -ErrorAction Ignore", "DELETE /images?sendInitialEvents=true&dryRun=All" },
        { "Remove-OSImage -IfUnchanged", "Get-OSImage img | Remove-OSImage -IfUnchanged -WhatIf", "\"preconditions\":{\"uid\":\"" },
        { "Remove-OSImage -GracePeriodSeconds", "Remove-OSImage img -GracePeriodSeconds 0 -WhatIf", "gracePeriodSeconds=0" },
        { "Remove-OSImage -PropagationPolicy", "Remove-OSImage img -PropagationPolicy Background -WhatIf", "propagationPolicy=Background" },
        { "Remove-OSImage -OrphanDependents", "Remove-OSImage img -OrphanDependents:$false -WhatIf", "orphanDependents=false" },
    };

    [Theory]
    [MemberData(nameof(Wires))]
    public void A_parameter_reaches_the_wire(string parameter, string script, string expected)
    {
        Run("try { Get-OSImage img -ErrorAction Stop > $null } catch { New-OSImage -Name img -DockerImageReference a/b:c > $null }");
        Server.ClearRequests();
        if (script.Contains("-NoReconnect", StringComparison.Ordinal))
        {
            EndWatches();
        }

        Run(script).Succeeded();
        var seen = Server.Requests.Select(request =>
            $"{request.Method} {request.Target.Replace("/apis/image.openshift.io/v1", "", StringComparison.Ordinal)} {request.Accept.Replace("application/json;", "", StringComparison.Ordinal)} {request.Body}"
            + $"\n{request.Method} {request.Target.Replace("/apis/image.openshift.io/v1", "", StringComparison.Ordinal)} {request.Body}").ToList();
        Assert.True(
            seen.Exists(line => line.Contains(expected, StringComparison.Ordinal)),
            $"{parameter}: no '{expected}' in\n{string.Join('\n', seen)}");
    }

    [Fact]
    public void No_parameter_is_forgotten_above()
    {
        var parameters =
            Run("Get-Command -Module OpenShiftImage | ForEach-Object { $c = $_; $c.Parameters.Keys | ForEach-Object { \"$($c.Name) -$_\" } }").Succeeded().Select(line => line.ToString()!);
        var expected = parameters.Where(
            line => line.Split('-')[^1] is var name
                && line is not ("Wait-OSImage -TimeoutSeconds" or "Connect-OSImageCluster -Name" or "Disconnect-OSImageCluster -All" or "Get-OSImageUsage -Name" or "Measure-OSImage -Label" or "Export-OSImageReport -Force")
                && !s_local.Contains(name)
                && !s_common.Contains(name));
        Assert.Equal(
            expected.Order(StringComparer.Ordinal), Wires.Select(row => row.Data.Item1).Order(StringComparer.Ordinal));
    }
}
