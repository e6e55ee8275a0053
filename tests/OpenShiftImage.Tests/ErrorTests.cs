using System.Management.Automation;
using Microsoft.AspNetCore.Http;

namespace OpenShiftImage.Tests;

/// <summary>Every answer that a server can give and a user must understand: id, category, target, what to do.</summary>
public sealed class ErrorTests(SandboxFixture fixture) : ModuleTest(fixture)
{
    [Theory]
    [InlineData(400, "BadRequest", ErrorCategory.InvalidData)]
    [InlineData(401, "Unauthorized", ErrorCategory.AuthenticationError)]
    [InlineData(403, "Forbidden", ErrorCategory.PermissionDenied)]
    [InlineData(404, "NotFound", ErrorCategory.ObjectNotFound)]
    [InlineData(405, "MethodNotAllowed", ErrorCategory.NotImplemented)]
    [InlineData(409, "Conflict", ErrorCategory.ResourceBusy)]
    [InlineData(409, "AlreadyExists", ErrorCategory.ResourceExists)]
    [InlineData(410, "Expired", ErrorCategory.ResourceUnavailable)]
    [InlineData(413, "RequestEntityTooLarge", ErrorCategory.LimitsExceeded)]
    [InlineData(415, "UnsupportedMediaType", ErrorCategory.NotImplemented)]
    [InlineData(422, "Invalid", ErrorCategory.InvalidData)]
    [InlineData(429, "TooManyRequests", ErrorCategory.LimitsExceeded)]
    [InlineData(500, "InternalError", ErrorCategory.InvalidResult)]
    [InlineData(503, "ServiceUnavailable", ErrorCategory.ResourceUnavailable)]
    [InlineData(504, "Timeout", ErrorCategory.OperationTimeout)]
    public void A_Status_becomes_an_error(int code, string reason, ErrorCategory category)
    {
        ConnectWithoutRetries();
        Answer(
            code,
            "application/json",
            $$"""{"kind":"Status","status":"Failure","message":"because of \u001b[31m{{reason}}","reason":"{{reason}}","code":{{code}}}""");
        foreach (var script in new[]
        {
            "Get-OSImage x",
            "New-OSImage -Name x -DockerImageReference a/b:c",
            "Set-OSImage @{ metadata = @{ name = 'x' } }",
            "Update-OSImage x @{ dockerImageReference = 'a/b:d' }", "Remove-OSImage x -Confirm:$false",
        })
        {
            var error = Run(script).Error;
            AssertError(error, reason, category, "x");
            Assert.Equal($"because of \\x1b[31m{reason}", error.ToString());
        }
    }

    [Theory]
    [InlineData(429, "slow down", "TooManyRequests")]
    [InlineData(500, "", "InternalError")]
    [InlineData(502, "<html>bad gateway</html>", "ServiceUnavailable")]
    [InlineData(503, "service unavailable", "ServiceUnavailable")]
    public void An_error_without_a_Status_is_told_with_its_code(int code, string body, string id)
    {
        ConnectWithoutRetries();
        Answer(code, "text/plain", body, ("Retry-After", "3"));
        var error = Run("Get-OSImage").Error;
        Assert.StartsWith(id + ",", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains(
            code.ToString(System.Globalization.CultureInfo.InvariantCulture),
            error.ToString(),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("text/html", "<html>log in</html>")]
    [InlineData("application/json", "not JSON")]
    [InlineData("application/json", "{\"metadata\":{\"name\":\"x\"")]
    [InlineData("application/json", "{\"metadata\":{\"name\":5}}")]
    [InlineData("application/json", "")]
    public void An_answer_that_is_not_the_API_s_is_told_clearly(string type, string body)
    {
        Answer(200, type, body);
        foreach (var script in new[] { "Get-OSImage x", "Update-OSImage x @{ dockerImageReference = 'a/b:d' }", "Get-OSImage" })
        {
            AssertError(Run(script).Error, "InvalidResponse", ErrorCategory.InvalidResult, null);
        }
    }

    [Fact]
    public void An_answer_that_ends_early_is_told_clearly_and_what_came_before_is_kept()
    {
        ConnectWithoutRetries();
        var first = true;
        Server.Intercept = async context =>
        {
            if (first)
            {
                first = false;
                return false;
            }

            context.Response.ContentType = "application/json";
            context.Response.ContentLength = 5000;
            await context.Response.WriteAsync("{\"kind\":\"ImageList\",\"items\":[{\"metadata\":{\"name\":\"half\"");
            await context.Response.Body.FlushAsync();
            context.Abort();
            return true;
        };
        var result = Run("Get-OSImage -PageSize 10");
        Assert.Equal(10, result.Output.Count);
        AssertError(result.Error, "IncompleteResponse", ErrorCategory.ConnectionError, null);
    }

    [Fact]
    public void ErrorAction_Stop_ends_and_can_be_caught_by_id()
    {
        Assert.Equal(
            "NotFound,OpenShiftImage.Commands.GetOSImageCommand",
            Run("try { Get-OSImage nosuch -ErrorAction Stop; 'went on' } catch { $_.FullyQualifiedErrorId }").Succeeded()[0].BaseObject);
    }

    [Fact]
    public void A_pattern_that_is_none_is_refused_before_anything_is_asked()
    {
        AssertError(Run("Get-OSImage 'esc['").Error, "InvalidWildcard", ErrorCategory.InvalidArgument, "esc[");
        Assert.Empty(Server.Requests);
    }

    [Fact]
    public void After_a_failed_connect_nothing_goes_to_the_cluster_before()
    {
        Run("try { Connect-OSImageCluster no-such-context -Kubeconfig $kubeconfig -ErrorAction Stop } catch { }").Succeeded();
        Server.ClearRequests();
        AssertError(
            Run("Get-OSImage -First 1").Error, "NotConnected", ErrorCategory.ConnectionError, "no-such-context");
        Assert.Empty(Server.Requests);
        Run("Connect-OSImageCluster -Kubeconfig $kubeconfig > $null; Get-OSImage -First 1").Succeeded();
    }

    [Fact]
    public void A_credential_without_a_user_is_refused_clearly() => AssertError(
        Run("Connect-OSImageCluster -Server https://127.0.0.1:1 -Credential ([pscredential]::Empty)").Error,
        "InvalidCredential",
        ErrorCategory.InvalidArgument,
        null);

    [Theory]
    [InlineData(0, 1)]
    [InlineData(30, 2)]
    public void A_failure_that_passes_is_met_by_another_attempt_which_is_told(int seconds, int requests)
    {
        Run(
            "Connect-OSImageCluster -Kubeconfig $kubeconfig -RetryTimeoutSeconds $seconds > $null",
            ("seconds", seconds)).Succeeded();
        var count = 0;
        Server.Intercept = context =>
        {
            context.Response.StatusCode = 503;
            return Task.FromResult(++count == 1);
        };
        var result = Run("Get-OSImage -First 1 -Verbose");
        Assert.Equal(requests, count);
        Assert.Equal(
            seconds > 0,
            result.Verbose.Any(
                line => line.StartsWith("Attempt 2 of GET ", StringComparison.Ordinal)
                    && line.Contains("503", StringComparison.Ordinal)));
    }

    [Fact]
    public void Debug_alone_asks_nothing()
    {
        var result = Run("Get-OSImage -First 1 -Debug 5>&1");
        Assert.Contains(result.Succeeded(), line => line.ToString()!.StartsWith("GET ", StringComparison.Ordinal));
        Assert.Empty(result.Verbose);
        Assert.DoesNotContain("Continue with", Shell.Host.Shown, StringComparison.Ordinal);
    }

    [Fact]
    public void Paging_may_begin_with_no_token() =>
        Assert.Equal(
            "250",
            Run("$n = $null; $count = 0; do { $page = Get-OSImage -Limit 100 -Continue $n -ContinueVariable n; $count += $page.Count } while ($n); $count").Succeeded().Single().ToString());
}
