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
        "pretty=true",
        "allowWatchBookmarks=true",
        "continue=abc+/=",
        "fieldSelector=metadata.name=sha256:0",
        "labelSelector=a in (b, c),!d",
        "limit=7",
        "resourceVersion=12",
        "resourceVersionMatch=NotOlderThan",
        "sendInitialEvents=false",
        "timeoutSeconds=30",
    ];

    /// <summary>The parameters that openapi-v3 of the server gives each operation, <c>name</c> being part of the path.</summary>
    public static TheoryData<string, object, string[]> Operations => new()
    {
        { "list", s_list, s_listParameters },
        { "watch, both deprecated watch paths", s_list with { Watch = true }, [.. s_listParameters, "watch=true"] },
        { "get", new GetOptions { Pretty = true, ResourceVersion = "5" }, ["pretty=true", "resourceVersion=5"] },
        {
            "create, replace",
            new WriteOptions
            {
                Pretty = false,
                DryRun = true,
                FieldManager = "me & you",
                FieldValidation = FieldValidation.Strict,
            },
            ["pretty=false", "dryRun=All", "fieldManager=me & you", "fieldValidation=Strict"]
        },
        {
            "patch",
            new PatchOptions
            {
                Pretty = true,
                DryRun = true,
                FieldManager = "me",
                FieldValidation = FieldValidation.Warn,
                Force = true,
            },
            ["pretty=true", "dryRun=All", "fieldManager=me", "fieldValidation=Warn", "force=true"]
        },
        {
            "delete",
            new DeleteOptions
            {
                Pretty = true,
                DryRun = true,
                GracePeriodSeconds = 0,
                OrphanDependents = false,
                PropagationPolicy = DeletionPropagation.Foreground,
                IgnoreStoreReadErrorWithClusterBreakingPotential = true,
            },
            [
                "pretty=true",
                "dryRun=All",
                "gracePeriodSeconds=0",
                "orphanDependents=false",
                "propagationPolicy=Foreground",
                "ignoreStoreReadErrorWithClusterBreakingPotential=true",
            ]
        },
        {
            "delete collection",
            new DeleteCollectionOptions
            {
                Pretty = true,
                Continue = "t",
                DryRun = true,
                FieldSelector = "f=1",
                GracePeriodSeconds = 9,
                LabelSelector = "l=1",
                Limit = 3,
                IgnoreStoreReadErrorWithClusterBreakingPotential = false,
                OrphanDependents = true,
                PropagationPolicy = DeletionPropagation.Orphan,
                ResourceVersion = "1",
                ResourceVersionMatch = ResourceVersionMatch.Exact,
                SendInitialEvents = true,
                TimeoutSeconds = 4,
            },
            [
                "pretty=true",
                "continue=t",
                "dryRun=All",
                "fieldSelector=f=1",
                "gracePeriodSeconds=9",
                "labelSelector=l=1",
                "limit=3",
                "ignoreStoreReadErrorWithClusterBreakingPotential=false",
                "orphanDependents=true",
                "propagationPolicy=Orphan",
                "resourceVersion=1", "resourceVersionMatch=Exact", "sendInitialEvents=true", "timeoutSeconds=4",
            ]
        },
    };

    /// <summary>The fields of <c>DeleteOptions</c>, which a server that is given a body takes from there alone.</summary>
    public static TheoryData<object, string> DeleteBodies
    {
        get
        {
            const string Ignore = "ignoreStoreReadErrorWithClusterBreakingPotential";
            var rows = new TheoryData<object, string>
            {
                { new DeleteOptions(), "" },
                { new DeleteOptions { DryRun = true }, ",\"dryRun\":[\"All\"]" },
                { new DeleteOptions { GracePeriodSeconds = 0 }, ",\"gracePeriodSeconds\":0" },
                { new DeleteOptions { PreconditionUid = "u" }, ",\"preconditions\":{\"uid\":\"u\"}" },
                {
                    new DeleteOptions { PreconditionResourceVersion = "7" },
                    ",\"preconditions\":{\"resourceVersion\":\"7\"}"
                },
                { new DeleteCollectionOptions { LabelSelector = "a", Limit = 1 }, "" },
                { new DeleteCollectionOptions { DryRun = true }, ",\"dryRun\":[\"All\"]" },
                { new DeleteCollectionOptions { GracePeriodSeconds = 5 }, ",\"gracePeriodSeconds\":5" },
            };
            foreach (var value in (bool[])[true, false])
            {
                var text = value ? "true" : "false";
                rows.Add(new DeleteOptions { OrphanDependents = value }, $",\"orphanDependents\":{text}");
                rows.Add(new DeleteCollectionOptions { OrphanDependents = value }, $",\"orphanDependents\":{text}");
                rows.Add(
                    new DeleteOptions { IgnoreStoreReadErrorWithClusterBreakingPotential = value },
                    $",\"{Ignore}\":{text}");
                rows.Add(
                    new DeleteCollectionOptions { IgnoreStoreReadErrorWithClusterBreakingPotential = value },
                    $",\"{Ignore}\":{text}");
            }

            foreach (var policy in Enum.GetValues<DeletionPropagation>())
            {
                rows.Add(new DeleteOptions { PropagationPolicy = policy }, $",\"propagationPolicy\":\"{policy}\"");
                rows.Add(
                    new DeleteCollectionOptions { PropagationPolicy = policy }, $",\"propagationPolicy\":\"{policy}\"");
            }

            return rows;
        }
    }

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

    [Theory]
    [MemberData(nameof(DeleteBodies))]
    public void Every_option_of_a_deletion_reaches_the_body(object options, string fields)
    {
        var body = options is DeleteOptions one ? one.ToBody() : ((DeleteCollectionOptions)options).ToBody();
        Assert.Equal(
            """{"kind":"DeleteOptions","apiVersion":"v1"@}""".Replace("@", fields, StringComparison.Ordinal),
            System.Text.Encoding.UTF8.GetString(body));
    }

    [Theory]
    [InlineData("sha256:00ff", "sha256:00ff")]
    [InlineData("Weird NAME @+~:é", "Weird%20NAME%20@%2B~:%C3%A9")]
    public void A_name_becomes_a_path_segment(string name, string segment) =>
        Assert.Equal(segment, ImageApi.Escape(name));

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("a/b")]
    [InlineData("a%2Fb")]
    public void A_name_that_is_no_segment_is_refused(string name) =>
        Assert.Throws<InvalidNameException>(() => ImageApi.Escape(name));
}
