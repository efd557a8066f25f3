using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace MiniDelivery.Web.Data.Migrations.SqlServer
{
    /// <inheritdoc />
    public partial class BoardSettings : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<bool>(
                name: "HasNoShortcuts",
                table: "Terminals",
                type: "bit",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<int>(
                name: "HiddenColumns",
                table: "Terminals",
                type: "int",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<bool>(
                name: "IsCompact",
                table: "Terminals",
                type: "bit",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<bool>(
                name: "PrintsOnA4",
                table: "Terminals",
                type: "bit",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<int>(
                name: "CookingMinutes",
                table: "Restaurants",
                type: "int",
                nullable: false,
                defaultValue: 30);

            migrationBuilder.AddColumn<int>(
                name: "TravelMinutes",
                table: "Restaurants",
                type: "int",
                nullable: false,
                defaultValue: 30);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "HasNoShortcuts",
                table: "Terminals");

            migrationBuilder.DropColumn(
                name: "HiddenColumns",
                table: "Terminals");

            migrationBuilder.DropColumn(
                name: "IsCompact",
                table: "Terminals");

            migrationBuilder.DropColumn(
                name: "PrintsOnA4",
                table: "Terminals");

            migrationBuilder.DropColumn(
                name: "CookingMinutes",
                table: "Restaurants");

            migrationBuilder.DropColumn(
                name: "TravelMinutes",
                table: "Restaurants");
        }
    }
}
