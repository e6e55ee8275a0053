using System.Web;
using OpenShiftImage.Api;

namespace OpenShiftImage.Client.Tests;

/// <summary>Operation by parameter, against the reference: each parameter of an operation has an option, and reaches the query.</summary>
public class QueryTests
{
    private static readonly ListOptions s_list = new()
    {
        Pretty = true,
        AllowWatchBookmarks = true,
        Continue = "abc+/=",
        FieldSelector = "metadata.name=sha256:0",
        LabelSelector = "a in (b, c),!d",
        Limit = 7,
        ResourceVersion = "12",
        ResourceVersionMatch = ResourceVersionMatch.NotOlderThan,
        SendInitialEvents = false,
        TimeoutSeconds = 30,
    };

    private static readonly string[] s_listParameters =
    [
        "pretty=true", "allowWatchBookmarks=true", "continue=abc+/=", "fieldSelector=metadata.name=sha256:0", "labelSelector=a in (b, c),!d",
        "limit=7", "resourceVersion=12", "resourceVersionMatch=NotOlderThan", "sendInitialEvents=false", "timeoutSeconds=30",
    ];

    /// <summary>The parameters that openapi-v3 of the server gives each operation, <c>name</c> being part of the path.</summary>
    public static TheoryData<string, object, string[]> Operations => new()
    {
        { "list", s_list, s_listParameters },
        { "watch, both deprecated watch paths", s_list with { Watch = true }, [.. s_listParameters, "watch=true"] },
        { "get", new GetOptions { Pretty = true, ResourceVersion = "5" }, ["pretty=true", "resourceVersion=5"] },
        {
            "create, replace",
            new WriteOptions { Pretty = false, DryRun = true, FieldManager = "me & you", FieldValidation = FieldValidation.Strict },
            ["pretty=false", "dryRun=All", "fieldManager=me & you", "fieldValidation=Strict"]
        },
        {
            "patch",
            new PatchOptions { Pretty = true, DryRun = true, FieldManager = "me", FieldValidation = FieldValidation.Warn, Force = true },
            ["pretty=true", "dryRun=All", "fieldManager=me", "fieldValidation=Warn", "force=true"]
        },
        {
            "delete",
            new DeleteOptions
            {
                Pretty = true, DryRun = true, GracePeriodSeconds = 0, OrphanDependents = false, PropagationPolicy = DeletionPropagation.Foreground,
                IgnoreStoreReadErrorWithClusterBreakingPotential = true,
            },
            [
                "pretty=true", "dryRun=All", "gracePeriodSeconds=0", "orphanDependents=false", "propagationPolicy=Foreground",
                "ignoreStoreReadErrorWithClusterBreakingPotential=true",
            ]
        },
        {
            "delete collection",
            new DeleteCollectionOptions
            {
                Pretty = true, Continue = "t", DryRun = true, FieldSelector = "f=1", GracePeriodSeconds = 9, LabelSelector = "l=1", Limit = 3,
                IgnoreStoreReadErrorWithClusterBreakingPotential = false, OrphanDependents = true, PropagationPolicy = DeletionPropagation.Orphan,
                ResourceVersion = "1", ResourceVersionMatch = ResourceVersionMatch.Exact, SendInitialEvents = true, TimeoutSeconds = 4,
            },
            [
                "pretty=true", "continue=t", "dryRun=All", "fieldSelector=f=1", "gracePeriodSeconds=9", "labelSelector=l=1", "limit=3",
                "ignoreStoreReadErrorWithClusterBreakingPotential=false", "orphanDependents=true", "propagationPolicy=Orphan",
                "resourceVersion=1", "resourceVersionMatch=Exact", "sendInitialEvents=true", "timeoutSeconds=4",
            ]
        },
    };

    [Theory]
    [MemberData(nameof(Operations))]
    public void Every_option_reaches_the_query(string operation, object options, string[] expected)
    {
        Assert.NotEmpty(operation);
        var query = HttpUtility.ParseQueryString(((ApiOptions)options).ToQuery());
        Assert.Equal(expected.Order(), query.AllKeys.Select(key => $"{key}={query[key]}").Order());
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public void An_option_that_is_not_set_is_not_sent(string operation, object options, string[] expected)
    {
        Assert.NotEmpty(operation);
        Assert.NotEmpty(expected);
        Assert.Equal("", ((ApiOptions)Activator.CreateInstance(options.GetType())!).ToQuery());
    }

    [Fact]
    public void A_body_of_a_deletion_says_everything_that_the_query_says()
    {
        var body = new DeleteOptions
        {
            DryRun = true,
            GracePeriodSeconds = 5,
            PropagationPolicy = DeletionPropagation.Background,
            PreconditionUid = "u",
            PreconditionResourceVersion = "7",
        }.ToBody();
        Assert.Equal(
            """{"kind":"DeleteOptions","apiVersion":"v1","dryRun":["All"],"gracePeriodSeconds":5,"propagationPolicy":"Background","preconditions":{"uid":"u","resourceVersion":"7"}}""",
            System.Text.Encoding.UTF8.GetString(body));
        Assert.Equal("""{"kind":"DeleteOptions","apiVersion":"v1"}""", System.Text.Encoding.UTF8.GetString(new DeleteOptions().ToBody()));
        Assert.Equal(
            """{"kind":"DeleteOptions","apiVersion":"v1","dryRun":["All"],"orphanDependents":false}""",
            System.Text.Encoding.UTF8.GetString(new DeleteCollectionOptions { DryRun = true, OrphanDependents = false, LabelSelector = "a" }.ToBody()));
    }

    [Theory]
    [InlineData("sha256:00ff", "sha256:00ff")]
    [InlineData("Weird NAME @+~:é", "Weird%20NAME%20@%2B~:%C3%A9")]
    public void A_name_becomes_a_path_segment(string name, string segment) => Assert.Equal(segment, ImageApi.Escape(name));

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("a/b")]
    [InlineData("a%2Fb")]
    public void A_name_that_is_no_segment_is_refused(string name) => Assert.Throws<InvalidNameException>(() => ImageApi.Escape(name));
}
