@echo off
rem Builds what is missing or stale, then starts the tool: examples\run --help
setlocal
for %%I in ("%~dp0..") do set "root=%%~fI"

set "java=java"
if defined JAVA_HOME set "java=%JAVA_HOME%\bin\java"
set "version="
for /f "tokens=3" %%V in ('""%java%" -version 2^>^&1 ^| findstr version"') do set "version=%%~V"
for /f "tokens=1,2 delims=._-" %%A in ("%version%") do if "%%A"=="1" (set "version=%%B") else (set "version=%%A")
if not defined version (
  echo error: Losses4J needs Java 17 or later, and there is no '%java%': install a JDK, or set JAVA_HOME to the folder of one. 1>&2
  exit /b 1
)
if %version% lss 17 (
  echo error: Losses4J needs Java 17 or later, and '%java%' is Java %version%: install a JDK, or set JAVA_HOME to the folder of one. 1>&2
  exit /b 1
)

rem The benchmarks are a module of their own, which takes JMH along.
set "module=examples"
set "arguments=%*"
if "%~1"=="bench" set "module=examples\benchmarks"
if "%~1"=="bench" set "arguments=%arguments:*bench=%"
set "launch=%root%\%module%\target\java.args"
set "built=%root%\%module%\target\built"

call :stale
if errorlevel 1 call :locked || exit /b 1

set "terminal=false"
powershell -NoProfile -Command "if ([Console]::IsErrorRedirected) { exit 1 }"
if not errorlevel 1 set "terminal=true"
chcp 65001 >nul
"%java%" "-Dlosses4j.terminal=%terminal%" "@%launch%" %arguments%
exit /b %errorlevel%

:stale
powershell -NoProfile -Command "$built = Get-Item -ErrorAction SilentlyContinue $env:built; if (-not $built -or -not (Test-Path $env:launch)) { exit 1 }; $sources = @(Get-Item $env:root\pom.xml, $env:root\*\pom.xml, $env:root\core\bom\pom.xml, $env:root\$env:module\pom.xml) + @(Get-ChildItem -Recurse $env:root\*\src\main, $env:root\$env:module\src\main); if ($sources | Where-Object { $_.LastWriteTimeUtc -gt $built.LastWriteTimeUtc } | Select-Object -First 1) { exit 1 }"
exit /b %errorlevel%

rem One build at a time in a checkout: a folder that only one can make; one of an hour ago was left behind.
:locked
set "lock=%root%\examples\target\building"
if not exist "%root%\examples\target" mkdir "%root%\examples\target"
set "told="
:wait
mkdir "%lock%" 2>nul && goto :held
powershell -NoProfile -Command "$l = Get-Item -ErrorAction SilentlyContinue $env:lock; if ($l -and $l.CreationTimeUtc -lt [DateTime]::UtcNow.AddHours(-1)) { exit 1 }"
if errorlevel 1 rmdir "%lock%" 2>nul
if not defined told echo Waiting for another examples\run, which is building. 1>&2
set "told=yes"
powershell -NoProfile -Command "Start-Sleep 1"
goto :wait
:held
call :stale
if not errorlevel 1 (
  rmdir "%lock%"
  exit /b 0
)
call :build
if errorlevel 1 (
  rmdir "%lock%"
  exit /b 1
)
rmdir "%lock%"
exit /b 0

:build
if not exist "%built%" echo Building; the first time downloads the frameworks, about 400 MB. 1>&2
if not exist "%root%\%module%\target" mkdir "%root%\%module%\target"
type nul > "%built%.begun"
pushd "%root%"
call mvnw.cmd -B -ntp -q -pl %module:\=/% -am process-classes -Dspotless.check.skip 1>&2 || (popd & exit /b 1)
popd
rem A backslash within quotes is an escape in a file of arguments, which Java reads in the system's code page.
powershell -NoProfile -Command "$text = (Get-Content -Encoding UTF8 $env:launch) -replace '\\', '/'; Set-Content -Encoding Default $env:launch $text"
move /y "%built%.begun" "%built%" >nul
exit /b 0
