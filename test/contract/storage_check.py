"""An independent look at one bucket and its key: prints as one JSON object which published checks hold.

The checks are those that scanners make, by their published names, written from what they ask for: AWS Security Hub's controls
S3.5, S3.6, S3.8, S3.17 and KMS.4, and for each the name that the scanner prowler gives it. Nothing of lakegrade is used here.
"""

import json
import sys

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

config = Config(retries={"max_attempts": 0}, s3={"addressing_style": "path"})
s3 = boto3.client("s3", config=config)
kms = boto3.client("kms", config=config)


def listed(value):
    return value if isinstance(value, list) else [value]


def answer(call, none, **arguments):
    """What a call answers; None where AWS says by this code that there is none."""
    try:
        return call(**arguments)
    except ClientError as error:
        if error.response["Error"]["Code"] == none:
            return None
        raise


def statements(bucket):
    found = answer(s3.get_bucket_policy, "NoSuchBucketPolicy", Bucket=bucket)
    return [] if found is None else listed(json.loads(found["Policy"])["Statement"])


def names_everyone(principal):
    return principal == "*" or (isinstance(principal, dict) and "*" in listed(principal.get("AWS", [])))


def denies_plain_transport(bucket):
    """Every request that is not TLS is denied to everybody, on the bucket and on its objects, under no further condition."""
    whole = {f"arn:aws:s3:::{bucket}", f"arn:aws:s3:::{bucket}/*"}
    return any(
        statement["Effect"] == "Deny"
        and names_everyone(statement.get("Principal"))
        and set(listed(statement.get("Action", []))) & {"s3:*", "*"}
        and whole <= set(listed(statement.get("Resource", [])))
        and statement.get("Condition") == {"Bool": {"aws:SecureTransport": "false"}}
        for statement in statements(bucket)
    )


def keeps_other_accounts_out(bucket, account):
    """No statement allows anything to everybody, or to a principal of another account."""

    def is_outside(name):
        parts = name.split(":")
        owner = parts[4] if len(parts) > 4 else name
        return name == "*" or owner != account

    for statement in statements(bucket):
        if statement["Effect"] != "Allow":
            continue
        principal = statement.get("Principal", "*")
        names = ["*"] if principal == "*" else listed(principal.get("AWS", []))
        if "NotPrincipal" in statement or any(is_outside(name) for name in names):
            return False
    return True


def blocks_public_access(bucket):
    found = answer(s3.get_public_access_block, "NoSuchPublicAccessBlockConfiguration", Bucket=bucket)
    flags = ["BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets"]
    return found is not None and all(found["PublicAccessBlockConfiguration"].get(flag) is True for flag in flags)


def encryption(bucket):
    found = answer(s3.get_bucket_encryption, "ServerSideEncryptionConfigurationNotFoundError", Bucket=bucket)
    rules = [] if found is None else found["ServerSideEncryptionConfiguration"]["Rules"]
    return rules[0] if rules else {}


def encrypts_with_own_key(bucket):
    default = encryption(bucket).get("ApplyServerSideEncryptionByDefault", {})
    if default.get("SSEAlgorithm") not in ("aws:kms", "aws:kms:dsse") or "KMSMasterKeyID" not in default:
        return False
    key = kms.describe_key(KeyId=default["KMSMasterKeyID"])["KeyMetadata"]
    return key["KeyManager"] == "CUSTOMER" and key["KeyState"] == "Enabled"


def rotates_key(key):
    return kms.get_key_rotation_status(KeyId=key)["KeyRotationEnabled"]


def check(bucket, key, account):
    return {
        "S3.5 s3_bucket_secure_transport_policy": denies_plain_transport(bucket),
        "S3.6 s3_bucket_cross_account_access": keeps_other_accounts_out(bucket, account),
        "S3.8 s3_bucket_level_public_access_block": blocks_public_access(bucket),
        "S3.17 s3_bucket_kms_encryption": encrypts_with_own_key(bucket),
        "KMS.4 kms_cmk_rotation_enabled": rotates_key(key),
    }


def read(bucket):
    rule = encryption(bucket)
    return {
        "statements": statements(bucket),
        "key": rule.get("ApplyServerSideEncryptionByDefault", {}).get("KMSMasterKeyID"),
        "bucketKey": rule.get("BucketKeyEnabled"),
        "blocked": rule.get("BlockedEncryptionTypes", {}).get("EncryptionType"),
    }


commands = {"check": check, "read": read}
print(json.dumps(commands[sys.argv[1]](*sys.argv[2:])))
