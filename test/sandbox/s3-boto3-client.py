"""Calls S3 and KMS at the endpoint in AWS_ENDPOINT_URL with boto3 and prints what it saw as one JSON object."""

import io
import json

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

config = Config(retries={"max_attempts": 0})
s3, kms = (boto3.client(name, config=config) for name in ("s3", "kms"))
bucket = "adw-claims"


def error(call, **arguments):
    try:
        call(**arguments)
    except ClientError as failure:
        return [failure.response["Error"]["Code"], failure.response["ResponseMetadata"]["HTTPStatusCode"]]
    return None


key = kms.create_key(Description="data")["KeyMetadata"]["Arn"]
kms.create_alias(AliasName="alias/adw", TargetKeyId=key)
s3.create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": s3.meta.region_name})
seen = {"location": s3.get_bucket_location(Bucket=bucket)["LocationConstraint"], "errors": {}}
seen["errors"]["policy"] = error(s3.get_bucket_policy, Bucket=bucket)
seen["errors"]["absent"] = error(s3.head_bucket, Bucket="absent")
seen["errors"]["key"] = error(kms.describe_key, KeyId="alias/absent")
rule = {"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": key}, "BucketKeyEnabled": True, "BlockedEncryptionTypes": {"EncryptionType": ["SSE-C"]}}
s3.put_bucket_encryption(Bucket=bucket, ServerSideEncryptionConfiguration={"Rules": [rule]})
seen["rule"] = s3.get_bucket_encryption(Bucket=bucket)["ServerSideEncryptionConfiguration"]["Rules"] == [rule]
statement = {"Sid": "A", "Effect": "Deny", "Principal": "*", "Action": ["s3:*"], "Resource": [f"arn:aws:s3:::{bucket}", f"arn:aws:s3:::{bucket}/*"], "Condition": {"Bool": {"aws:SecureTransport": "false"}}}
s3.put_bucket_policy(Bucket=bucket, Policy=json.dumps({"Version": "2012-10-17", "Statement": [statement]}))
seen["action"] = json.loads(s3.get_bucket_policy(Bucket=bucket)["Policy"])["Statement"][0]["Action"]
for name in ("a/한글 +&.csv", "a/b", "c"):
    s3.put_object(Bucket=bucket, Key=name, Body=b"\x00\xff", Metadata={"owner": "x"})
got = s3.get_object(Bucket=bucket, Key="a/한글 +&.csv")
seen["object"] = [list(got["Body"].read()), got["SSEKMSKeyId"] == key, got["BucketKeyEnabled"], got["Metadata"]]
pages = s3.get_paginator("list_objects_v2").paginate(Bucket=bucket, PaginationConfig={"PageSize": 2})
seen["keys"] = [item["Key"] for page in pages for item in page["Contents"]]
s3.copy_object(Bucket=bucket, Key="copy", CopySource={"Bucket": bucket, "Key": "a/한글 +&.csv"}, ServerSideEncryption="AES256")
seen["copy"] = s3.head_object(Bucket=bucket, Key="copy")["ServerSideEncryption"]
s3.upload_fileobj(io.BytesIO(b"x" * (9 * 1024 * 1024)), bucket, "big")
seen["big"] = s3.head_object(Bucket=bucket, Key="big")["ContentLength"]
seen["sealed"] = kms.decrypt(CiphertextBlob=kms.encrypt(KeyId="alias/adw", Plaintext=b"secret")["CiphertextBlob"])["Plaintext"].decode()
seen["rotation"] = kms.get_key_rotation_status(KeyId=key)["KeyRotationEnabled"]
seen["errors"]["notEmpty"] = error(s3.delete_bucket, Bucket=bucket)
seen["errors"]["missing"] = error(s3.get_bucket_acl, Bucket=bucket)
print(json.dumps(seen))
