# What the screens in this folder show; the ages, which the clock changes, are masked by who compares.
Get-OSImage -First 20 | Out-Default
Get-OSImage -First 3 -MetadataOnly | Out-Default
Watch-OSImage -SendInitialEvents -Count 6 | Out-Default
$list = (Get-OSImage | Where-Object IsManifestList)[0]
$image = (Get-OSImage | Where-Object { $_.IsSigned -and $_.LayerCount -lt 12 })[0]
$list.DockerImageManifests | Out-Default
$image.DockerImageLayers | Out-Default
$image.Signatures | Out-Default
$image.Signatures[0].Conditions | Out-Default
$image, $list | Out-Default
