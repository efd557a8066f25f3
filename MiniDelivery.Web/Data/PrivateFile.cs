namespace MiniDelivery.Web.Data;

/// <summary>A file that only the account which makes it can read; it must not exist yet.</summary>
internal static class PrivateFile
{
    /// <summary>How it is opened. On Windows the folder's rights are the file's.</summary>
    public static FileStreamOptions New()
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return options;
    }
}
