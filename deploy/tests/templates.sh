# shellcheck shell=bash disable=SC2154 # of ../test.sh
# The templates are valid, and SAM builds from the checkout what is in dist/.

runs "cfn-lint has no word on the templates" cfn-lint deploy/template.yaml deploy/cloudformation.yaml
runs "main.tf is HCL" python3 -c 'import hcl2; print(hcl2.load(open("deploy/main.tf"))["resource"])'
for terraform in terraform tofu; do
  ! command -v "$terraform" >/dev/null || runs "main.tf has the format of $terraform" "$terraform" -chdir=deploy fmt -check
done

commands deploy/README.md SAM | grep -v '^sam deploy' >"$work/sam.sh"
check "the README shows SAM's commands" "cd deploy,sam validate --lint,sam build," "$(tr '\n' , <"$work/sam.sh")"
runs "they build the function" bash -e "$work/sam.sh"
built=deploy/.aws-sam/build/KMeansFunction
check "what SAM built is the package, no more" "bootstrap libHello.so " "$(find "$built" -type f -printf '%P\n' | LC_ALL=C sort | tr '\n' ' ')"
for file in bootstrap libHello.so; do
  runs "$file of SAM is that of dist/lambda.zip" cmp "$built/$file" <(unzip -p dist/lambda.zip "$file")
  check "it is executable" 755 "$(stat -c %a "$built/$file")"
done
