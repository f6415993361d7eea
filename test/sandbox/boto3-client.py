"""Calls the endpoint in AWS_ENDPOINT_URL with boto3 and prints what it saw as one JSON object."""

import json

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

config = Config(retries={"max_attempts": 0})
glue, iam, lakeformation, sts = (boto3.client(name, config=config) for name in ("glue", "iam", "lakeformation", "sts"))
trust = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": "*", "Action": "sts:AssumeRole"}]}


def error(call, **arguments):
    try:
        call(**arguments)
    except ClientError as failure:
        return [type(failure).__name__, failure.response["Error"]["Code"], failure.response["ResponseMetadata"]["HTTPStatusCode"]]
    return None


seen = {"identity": sts.get_caller_identity()["Arn"]}
glue.create_database(DatabaseInput={"Name": "Claims", "Description": "보험 <&>"})
for index in range(5):
    glue.create_table(DatabaseName="claims", TableInput={"Name": f"t{index}", "StorageDescriptor": {"Columns": [{"Name": "a", "Type": "int"}]}})
tables = [table for page in glue.get_paginator("get_tables").paginate(DatabaseName="claims") for table in page["TableList"]]
seen["tables"] = [table["Name"] for table in tables]
seen["created"] = type(tables[0]["CreateTime"]).__name__
seen["description"] = glue.get_database(Name="claims")["Database"]["Description"]

role = iam.create_role(RoleName="etl", AssumeRolePolicyDocument=json.dumps(trust), Tags=[{"Key": "a", "Value": "<1>"}])["Role"]
iam.put_role_policy(RoleName="etl", PolicyName="p", PolicyDocument=json.dumps({"Statement": {"Effect": "Deny", "Action": "s3:*", "Resource": "*"}}))
seen["trust"] = iam.get_role(RoleName="etl")["Role"]["AssumeRolePolicyDocument"]
seen["roleTags"] = iam.get_role(RoleName="etl")["Role"]["Tags"]
details = [detail for page in iam.get_paginator("get_account_authorization_details").paginate(Filter=["Role"]) for detail in page["RoleDetailList"]]
seen["inline"] = details[0]["RolePolicyList"][0]["PolicyDocument"]["Statement"]["Effect"]
simulated = [
    result
    for page in iam.get_paginator("simulate_principal_policy").paginate(
        PolicySourceArn=role["Arn"], ActionNames=["s3:GetObject", "glue:GetTable", "s3:PutObject"], PolicyInputList=[json.dumps({"Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}})]
    )
    for result in page["EvaluationResults"]
]
seen["simulated"] = [result["EvalDecision"] for result in simulated]
seen["matched"] = simulated[0]["MatchedStatements"]
issued = sts.assume_role(RoleArn=role["Arn"], RoleSessionName="boto")["Credentials"]
session = boto3.Session(issued["AccessKeyId"], issued["SecretAccessKey"], issued["SessionToken"])
seen["session"] = session.client("sts").get_caller_identity()["Arn"]

lakeformation.create_lf_tag(TagKey="grade", TagValues=["1", "2"])
lakeformation.add_lf_tags_to_resource(Resource={"Database": {"Name": "claims"}}, LFTags=[{"TagKey": "grade", "TagValues": ["1"]}])
effective = lakeformation.get_resource_lf_tags(Resource={"Table": {"DatabaseName": "claims", "Name": "t0"}})
seen["tag"] = effective["LFTagOnDatabase"][0]["TagValues"]

seen["errors"] = {
    "glue": error(glue.get_database, Name="absent"),
    "iam": error(iam.get_role, RoleName="absent"),
    "lakeformation": error(lakeformation.get_lf_tag, TagKey="absent"),
    "sts": error(sts.assume_role, RoleArn="arn:aws:iam::111122223333:role/absent", RoleSessionName="boto"),
    "missing": error(glue.get_crawlers),
    "simulated": error(iam.simulate_custom_policy, PolicyInputList=["{"], ActionNames=["s3:GetObject"]),
}
print(json.dumps(seen))
