using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace MiniDelivery.Web.Data.Migrations.SqlServer
{
    /// <inheritdoc />
    public partial class Duplicates : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "DuplicateMinutes",
                table: "Restaurants",
                type: "int",
                nullable: false,
                defaultValue: 30);

            // Orders from before resemble nothing.
            migrationBuilder.AddColumn<string>(
                name: "LookAlikes",
                table: "Orders",
                type: "nvarchar(max)",
                nullable: false,
                defaultValue: "[]");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "DuplicateMinutes",
                table: "Restaurants");

            migrationBuilder.DropColumn(
                name: "LookAlikes",
                table: "Orders");
        }
    }
}
