using System.Text.Json.Nodes;
using static OpenShiftImage.Sandbox.Schemas.ScalarType;

namespace OpenShiftImage.Sandbox.Schemas;

/// <summary>
/// The schema of Image, as the server's OpenAPI has it, with the fields in the order in which the server writes them.
/// </summary>
internal static class ImageSchema
{
    private static readonly MapSchema s_texts = new(Of(Text));

    public static ObjectSchema ObjectMeta { get; } = new(
        "ObjectMeta",
        Field("name"),
        Field("generateName"),
        Field("namespace"),
        Field("selfLink"),
        Field("uid"),
        Field("resourceVersion"),
        Field("generation", Integer),
        Field("creationTimestamp", Time),
        Field("deletionTimestamp", Time),
        new SchemaField("deletionGracePeriodSeconds", Of(Integer), KeepsZero: true),
        new SchemaField("labels", s_texts),
        new SchemaField("annotations", s_texts),
        new SchemaField(
            "ownerReferences",
            new ListSchema(
                new ObjectSchema(
                    "OwnerReference",
                    Required("apiVersion"),
                    Required("kind"),
                    Required("name"),
                    Required("uid"),
                    new SchemaField("controller", Of(ScalarType.Boolean), KeepsZero: true),
                    new SchemaField("blockOwnerDeletion", Of(ScalarType.Boolean), KeepsZero: true)),
                "[]v1.OwnerReference")
            { Merges = true, MergeKey = "uid" }),
        new SchemaField("finalizers", new ListSchema(Of(Text), "[]string") { Merges = true }),
        new SchemaField("managedFields", new ListSchema(
            new ObjectSchema(
                "ManagedFieldsEntry",
                Field("manager"),
                Field("operation"),
                Field("apiVersion"),
                Field("time", Time),
                Field("fieldsType"),
                Field("fieldsV1", Any),
                Field("subresource")),
            "[]v1.ManagedFieldsEntry")));

    private static readonly ObjectSchema s_config = new(
        "DockerConfig",
        Field("Hostname"),
        Field("Domainname"),
        Field("User"),
        Field("Memory", Integer),
        Field("MemorySwap", Integer),
        Field("CpuShares", Integer),
        Field("Cpuset"),
        Field("AttachStdin", ScalarType.Boolean),
        Field("AttachStdout", ScalarType.Boolean),
        Field("AttachStderr", ScalarType.Boolean),
        new SchemaField("PortSpecs", Texts()),
        new SchemaField("ExposedPorts", new MapSchema(new ObjectSchema("struct"))),
        Field("Tty", ScalarType.Boolean),
        Field("OpenStdin", ScalarType.Boolean),
        Field("StdinOnce", ScalarType.Boolean),
        new SchemaField("Env", Texts()),
        new SchemaField("Cmd", Texts()),
        new SchemaField("Dns", Texts()),
        Field("Image"),
        new SchemaField("Volumes", new MapSchema(new ObjectSchema("struct"))),
        Field("VolumesFrom"),
        Field("WorkingDir"),
        new SchemaField("Entrypoint", Texts()),
        Field("NetworkDisabled", ScalarType.Boolean),
        new SchemaField("SecurityOpts", Texts()),
        new SchemaField("OnBuild", Texts()),
        new SchemaField("Labels", s_texts))
    { Lenient = true };

    public static ObjectSchema DockerImage { get; } = new(
        "DockerImage",
        Field("kind"),
        Field("apiVersion"),
        Required("Id"),
        Field("Parent"),
        Field("Comment"),
        new SchemaField("Created", Of(Time), WriteNull: true),
        Field("Container"),
        new SchemaField("ContainerConfig", s_config, new JsonObject()),
        Field("DockerVersion"),
        Field("Author"),
        new SchemaField("Config", s_config),
        Field("Architecture"),
        Field("Size", Integer))
    { Lenient = true };

    public static ObjectSchema Image { get; } = new(
        "Image",
        Field("kind"),
        Field("apiVersion"),
        new SchemaField("metadata", ObjectMeta, new JsonObject()),
        Field("dockerImageReference"),
        new SchemaField("dockerImageMetadata", Of(Any)),
        Field("dockerImageMetadataVersion"),
        Field("dockerImageManifest"),
        new SchemaField(
            "dockerImageLayers",
            new ListSchema(
                new ObjectSchema(
                    "ImageLayer",
                    Required("name"),
                    new SchemaField("size", Of(Integer), JsonValue.Create(0)),
                    Required("mediaType")),
                "[]v1.ImageLayer")),
        new SchemaField(
            "signatures",
            new ListSchema(Signature(), "[]v1.ImageSignature") { Merges = true, MergeKey = "name" }),
        new SchemaField("dockerImageSignatures", new ListSchema(Of(Bytes), "[][]uint8")),
        Field("dockerImageManifestMediaType"),
        Field("dockerImageConfig"),
        new SchemaField(
            "dockerImageManifests",
            new ListSchema(
                new ObjectSchema(
                    "ImageManifest",
                    Required("digest"),
                    Required("mediaType"),
                    new SchemaField("manifestSize", Of(Integer), JsonValue.Create(0)),
                    Required("architecture"),
                    Required("os"),
                    Field("variant")),
                "[]v1.ImageManifest")));

    private static ObjectSchema Signature() => new(
        "ImageSignature",
        Field("kind"),
        Field("apiVersion"),
        new SchemaField("metadata", ObjectMeta, new JsonObject()),
        Required("type"),
        new SchemaField("content", Of(Bytes), JsonValue.Create("")),
        new SchemaField(
            "conditions",
            new ListSchema(
                new ObjectSchema(
                    "SignatureCondition",
                    Required("type"),
                    Required("status"),
                    Field("lastProbeTime", Time),
                    Field("lastTransitionTime", Time),
                    Field("reason"),
                    Field("message")),
                "[]v1.SignatureCondition")
            { Merges = true, MergeKey = "type" }),
        Field("imageIdentity"),
        new SchemaField("signedClaims", s_texts),
        Field("created", Time),
        new SchemaField(
            "issuedBy",
            new ObjectSchema("SignatureIssuer", Field("organization"), Field("commonName"))),
        new SchemaField(
            "issuedTo",
            new ObjectSchema("SignatureSubject", Field("organization"), Field("commonName"), Required("publicKeyID"))));

    private static ScalarSchema Of(ScalarType type) => new(type);

    private static ListSchema Texts() => new(Of(Text), "[]string");

    private static SchemaField Field(string name, ScalarType type = Text) => new(name, Of(type));

    private static SchemaField Required(string name) => new(name, Of(Text), JsonValue.Create(""));
}
