# Baseline: what hardly anybody wants to miss, and what Images keep without much work. Test-OSImage takes it where -Policy is left out.
# It is data, and never run. Copy it to change it; about_OSImagePolicies has all rules with their settings.
@{
    Name        = 'Baseline'
    Description = 'What hardly anybody wants to miss.'
    Rules       = @{
        # Whoever can pull an image can read its environment, and so can whoever can get Images.
        NoSecretInEnv      = @{
            Severity = 'Error'
            Reason   = 'Whoever can pull an image can read its environment. Secrets belong into Secret objects, which a container gets when it starts.'
        }

        # Registries and container engines have given up manifests of schema 1: such an image can often not be pulled any more.
        DeprecatedManifest = @{
            Severity = 'Error'
            Reason   = 'Registries and container engines no longer take manifests of schema 1.'
        }

        # A reference without a digest may lead to another image tomorrow.
        PulledByDigest     = @{
            Severity = 'Warning'
            Reason   = 'A tag can be moved to other content; a digest cannot.'
        }

        # Bases whose makers no longer mend them. The labels are those that the bases set and that images built on them inherit, unless
        # they set their own. The dates are the ends of general support, as the makers announced them: add yours.
        EndOfLifeBase      = @{
            Severity = 'Error'
            Reason   = 'Nobody mends faults of a base whose support has ended.'
            Bases    = @(
                # No label of the image tells 7 from 8. The later date counts for both.
                @{ Name = 'CentOS Linux (8 ended on 2021-12-31)'; Labels = @{ 'org.label-schema.name' = 'CentOS Base Image' }; EndOfLife = '2024-06-30' }
                @{ Name = 'UBI 7'; Labels = @{ 'com.redhat.component' = 'ubi7*' }; EndOfLife = '2024-06-30' }
                @{
                    Name      = 'Ubuntu 18.04'
                    Labels    = @{ 'org.opencontainers.image.ref.name' = 'ubuntu'; 'org.opencontainers.image.version' = '18.04' }
                    EndOfLife = '2023-05-31'
                }
                @{
                    Name      = 'Ubuntu 20.04'
                    Labels    = @{ 'org.opencontainers.image.ref.name' = 'ubuntu'; 'org.opencontainers.image.version' = '20.04' }
                    EndOfLife = '2025-05-31'
                }
            )
        }
    }
}
