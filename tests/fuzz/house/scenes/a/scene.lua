-- The scene that the seeds of the installation fuzzer name.
return {}
