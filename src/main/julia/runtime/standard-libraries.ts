/** The identities of the packages that come with Base, under which Julia's own know one another, and of the tools that are packages elsewhere. */
export const STANDARD_UUIDS: ReadonlyMap<string, string> = new Map(Object.entries({
  AbstractTrees: '1520ce14-60c1-5f80-bbc7-55ef81b5835c',
  Dates: 'ade2ca70-3891-5945-98fb-dc099432e06a',
  FunctionWrappers: '069b7b12-0de2-55c6-9aab-29f3d0a68a2e',
  InteractiveUtils: 'b77e0a4c-d291-57a0-90e8-8db25a27a240',
  LinearAlgebra: '37e2e46d-f89d-539d-b4ee-838fcccc9c8e',
  Logging: '56ddb016-857b-54e1-b83d-db4d58db5568',
  MethodAnalysis: '85b6ec6f-f7df-4429-9514-a64bcd9ee824',
  Printf: 'de0858da-6303-5e67-8744-51eddeeeb8d7',
  Random: '9a3f8284-a2c9-5f02-9a11-845980a1fd5c',
  SnoopCompile: 'aa65fe97-06da-5843-b5b1-d5d13cad87d2',
  SnoopCompileCore: 'e2b509da-e806-4183-be48-004708413034',
  Statistics: '10745b16-79ce-11e8-11f9-7d13ad32a3b2',
  TOML: 'fa267f1f-6049-4f14-aa54-33bafae1ed76',
  Test: '8dfed614-e22c-5e08-85e1-65c5234f0b40',
  UUIDs: 'cf7118a7-6976-5b1a-9a39-7adc72f591a4',
}))
